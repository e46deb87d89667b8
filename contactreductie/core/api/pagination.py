"""Paging by cursor: stable while rows are being added."""

from rest_framework.pagination import CursorPagination


class NewestFirst(CursorPagination):
    page_size_query_param = "page_size"
    max_page_size = 1000
    ordering = "-pk"
