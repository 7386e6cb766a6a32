"""Which page of a list a query string asks for, where it asks for nothing else."""

from collections.abc import Callable

from django import forms
from django.http import HttpRequest

from alerts.filters import PageField


class PageForm(forms.Form):
    page = PageField(required=False)


def asked_page(request: HttpRequest) -> tuple[int, Callable[[int], str]]:
    """The number of the page, the first where none or a bad one is asked for; and the addresses of the others."""
    form = PageForm(request.GET)
    form.is_valid()
    number: int = form.cleaned_data.get("page") or 1
    return number, lambda other: f"?page={other}" if other > 1 else request.path
