"""Opening and sending the pages of this app as somebody."""

from django.urls import reverse


def page(client, user, name, *args, **query):
    client.force_login(user)
    return client.get(reverse(f"raci:{name}", args=args), query)


def post(client, user, name, *args, **data):
    client.force_login(user)
    return client.post(reverse(f"raci:{name}", args=args), data)
