"""What our pages may load, and whose pages may show them."""

from __future__ import annotations

from fastapi import Response


def policy(*, ancestors: str = "'none'", scripts: str = "") -> str:
    """Return a Content-Security-Policy: everything from here, beside *scripts*; framed by *ancestors*."""
    return (
        f"default-src 'none'; script-src 'self'{f' {scripts}' if scripts else ''}; "
        "style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; "
        f"form-action 'self'; frame-ancestors {ancestors}"
    )


def framed(content: str | bytes, media: str, by: str) -> Response:
    """Return a page, or a part of one, under the policy *by*."""
    return Response(content, media_type=media, headers={"content-security-policy": by})
