"""The example of a proxy in front of the product."""

import re

from django.conf import settings

NGINX = (settings.BASE_DIR / "deploy" / "nginx.conf").read_text()
WITH_QUERY = ("$request ", '$request"', "$request_uri", "$args", "$query_string", "$http_referer")


def test_proxy_logs_neither_queries_nor_referrers() -> None:
    """C-6: a CRM may ask for /register/ with a customer number in the address (ADR 0013)."""
    (form,) = re.findall(r"log_format without_query ([^;]*);", NGINX)

    assert [name for name in WITH_QUERY if name in form] == []
    assert re.findall(r"access_log \S+ (\S+);", NGINX) == ["without_query"]


def test_proxy_keeps_the_register_page_out_of_its_log_of_errors() -> None:
    """That log holds whole addresses whenever the product is away."""
    (place,) = re.findall(r"listen 443.*?location = /register/ \{(.*?)\}", NGINX, re.DOTALL)

    assert re.search(r"error_log \S+ crit;", place)
