"""How a phone or desktop is told, once, to trust the house's own certificate."""

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhiyin.config.certificates import Folder, fingerprint, names
from zhiyin.people.access import public


def _folder() -> Folder:
    """Raises Http404 where the certificate comes from elsewhere: then there is nothing to install."""
    folder = Folder(settings.DATA_DIR / "tls")
    if not folder.made:
        raise Http404
    return folder


@public
@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    folder = _folder()
    pairs = fingerprint(folder).split(":")
    context = {
        "page_title": _("装一次证书"),
        "fingerprint": [" ".join(pairs[start : start + 8]) for start in range(0, len(pairs), 8)],
        "names": names(folder),
    }
    return render(request, "workspace/trust.html", context)


@public
@require_safe
def authority(request: HttpRequest) -> HttpResponseBase:
    """The authority's certificate, in the type at which phones offer to install it."""
    # Closed by the response once it is sent.
    file = _folder().authority.open("rb")
    return FileResponse(
        file, content_type="application/x-x509-ca-cert", as_attachment=True, filename="zhiyin.crt"
    )
