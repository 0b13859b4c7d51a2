"""All rows of the current view and filter as a spreadsheet."""

from tempfile import TemporaryFile

from django.http import FileResponse, HttpRequest
from django.views.decorators.http import require_safe

from zhiyin.journal import clock
from zhiyin.people.acting import Acting
from zhiyin.voice.exports import write_demands
from zhiyin.voice.forms.filter import filter_from
from zhiyin.voice.models import Demand
from zhiyin.voice.selectors import inbox
from zhiyin.voice.views.desk.access import at_desk

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@at_desk
@require_safe
def download(request: HttpRequest) -> FileResponse:
    """Into a file that is gone once sent. Ids are random, so rows of one day tell no order."""
    acting: Acting = request.acting  # type: ignore[attr-defined]  # set by at_desk
    discipline = Demand.Track.DISCIPLINE
    wanted = filter_from(request.GET.dict(), discipline if request.GET.get("track") == discipline else "")
    demands = inbox.chosen(acting, wanted, inbox.conditions(acting))
    file = TemporaryFile()  # noqa: SIM115 (FileResponse closes it)
    write_demands(file, acting, demands)
    file.seek(0)
    name = f"zhiyin-{wanted.view}-{clock.today():%Y%m%d}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
