"""The examinations of `zhiyin doctor`; each gives a line saying OK, or what is wrong and how to mend it."""

import json
import os
import shutil
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from zhiyin.config.terminal import labelled, pick, say

ENOUGH_DISK: Final = 2 * 2**30  # bytes
WORKER_SILENCE: Final = timedelta(minutes=2)


@dataclass(frozen=True)
class Finding:
    """`mend` is empty when all is well; `grave` findings make the exit status 1."""

    what: str
    says: str
    mend: str = ""
    grave: bool = True


def report() -> int:
    """Print every finding; exit status 1 when something grave is wrong."""
    worst = 0
    for examine in EXAMINATIONS:
        for finding in _safely(examine):
            mark = "✓" if not finding.mend else ("✗" if finding.grave else "!")
            sys.stdout.write(f"{mark} {labelled(finding.what, finding.says)}\n")
            if finding.mend:
                sys.stdout.write(f"    → {finding.mend}\n")
                worst = max(worst, int(finding.grave))
    if worst:
        say("有问题需要处理。", "Something needs mending.")
    else:
        say("可以运行。", "Fit to run.")
    return worst


def _safely(examine: Callable[[], list[Finding]]) -> list[Finding]:
    """An examination that cannot be carried out is a finding itself."""
    from django.db import Error

    try:
        return examine()
    except (Error, OSError) as problem:
        name = pick("检查没做成", "could not examine")
        return [
            Finding(
                name,
                f"{examine.__name__}: {problem}",
                pick("先处理上面的问题", "mend what stands above first"),
            )
        ]


def configuration() -> list[Finding]:
    from django.conf import settings

    what = pick("配置", "configuration")
    found = []
    if settings.DEBUG:
        found.append(
            Finding(
                what,
                "ZHIYIN_DEBUG=1",
                pick(
                    "正式运行时去掉 ZHIYIN_DEBUG：出错页会泄露内部数据",
                    "unset ZHIYIN_DEBUG: error pages would show inner data",
                ),
            )
        )
    if settings.ALLOWED_HOSTS == ["*"]:
        found.append(
            Finding(
                what,
                pick("接受任何主机名", "any host name is accepted"),
                pick("设 ZHIYIN_ALLOWED_HOSTS=你们的域名", "set ZHIYIN_ALLOWED_HOSTS to your host name"),
                grave=False,
            )
        )
    key = settings.DATA_DIR / "secret.key"
    if key.exists() and key.stat().st_mode & 0o077:
        mode = pick("密钥文件别人也能读", "others can read the key file")
        found.append(Finding(what, mode, f"chmod 600 {key}"))
    return found or [Finding(what, f"{settings.ENTERPRISE} · {settings.DATA_DIR}")]


def database() -> list[Finding]:
    from django.db import connection

    from zhiyin.commands.migrate import pending

    what = pick("数据库", "database")
    connection.ensure_connection()
    found = []
    waiting = pending()
    if waiting:
        says = pick(f"还差 {len(waiting)} 步升级", f"{len(waiting)} upgrades are missing")
        found.append(Finding(what, says, "./zhiyin migrate"))
    if connection.vendor == "sqlite":
        found += _sqlite(what)
    elif connection.pg_version < 150000:  # type: ignore[attr-defined]
        says = pick("PostgreSQL 早于 15", "PostgreSQL is older than 15")
        found.append(Finding(what, says, pick("升级到 15 或更新", "upgrade it to 15 or newer")))
    return found or [Finding(what, connection.vendor)]


def _sqlite(what: str) -> list[Finding]:
    from django.db import connection

    found = []
    with connection.cursor() as cursor:
        mode = cursor.execute("PRAGMA journal_mode").fetchone()[0]
        synchronous = cursor.execute("PRAGMA synchronous").fetchone()[0]
        intact = cursor.execute("PRAGMA quick_check(1)").fetchone()[0]
    if mode != "wal":
        mend = pick("数据文件夹不要放在网络盘上", "keep the data folder off network drives")
        found.append(Finding(what, f"journal_mode={mode}", mend))
    if synchronous < 2:
        mend = pick("去掉放宽写盘的设置", "take away the setting that relaxes writing to disk")
        found.append(Finding(what, f"synchronous={synchronous}", mend))
    if intact != "ok":
        mend = pick("从备份恢复，见 docs/operations.md", "restore a backup, see docs/operations.md")
        found.append(Finding(what, intact, mend))
    return found


def enterprise() -> list[Finding]:
    """Whether anybody could sign in at all."""
    from zhiyin.people.models import Unit

    if "people_unit" not in _tables() or Unit.objects.exists():
        return []
    says = pick("还没有单位和管理员，谁也登录不了", "no unit and no administrator yet: nobody can sign in")
    return [Finding(pick("企业", "enterprise"), says, "./zhiyin begin --help", grave=False)]


def worker() -> list[Finding]:
    from zhiyin.workspace.models import Schedule
    from zhiyin.workspace.schedules import JOBS

    what = pick("后台工作", "background work")
    if "workspace_schedule" not in _tables():
        return []
    rows = {row.name: row for row in Schedule.objects.all()}
    last = max((row.last_at for row in rows.values() if row.last_at), default=None)
    found = []
    if last is None or datetime.now(UTC) - last > WORKER_SILENCE:
        says = (
            pick("没有在运行", "is not running")
            if last is None
            else pick(f"上次 {last:%F %T}Z", f"last at {last:%F %T}Z")
        )
        mend = pick("启动 ./zhiyin serve 或 ./zhiyin worker", "start ./zhiyin serve or ./zhiyin worker")
        found.append(Finding(what, says, mend))
    for job in JOBS:
        row = rows.get(job.name)
        if row and row.last_error:
            mend = pick("看日志，并据此处理", "read the log and mend the cause")
            found.append(Finding(what, f"{job.name}: {row.last_error}", mend))
    return found or [Finding(what, f"{last:%F %T}Z")]


def _tables() -> list[str]:
    from django.db import connection

    return connection.introspection.table_names()


def disk() -> list[Finding]:
    from django.conf import settings

    what = pick("磁盘", "disk")
    free = shutil.disk_usage(settings.DATA_DIR).free
    says = pick(f"剩余 {free / 2**30:.1f} GiB", f"{free / 2**30:.1f} GiB free")
    if free < ENOUGH_DISK:
        return [
            Finding(
                what,
                says,
                pick("清理磁盘，或移动 ZHIYIN_DATA_DIR", "free some space, or move ZHIYIN_DATA_DIR"),
            )
        ]
    return [Finding(what, says)]


def clock() -> list[Finding]:
    from django.conf import settings

    from zhiyin.journal import clock as ours
    from zhiyin.journal.models import Fact

    what = pick("时钟", "clock")
    moment = ours.local(ours.now())
    # The program itself was made after 2025: an earlier year is a flat battery on the board.
    if not 2026 <= moment.year < 2100:
        return [Finding(what, f"{moment:%F %T}", pick("校准系统时间", "set the system's clock"))]
    if "journal_fact" in _tables():
        latest = Fact.objects.exclude(seq=None).order_by("-seq").values_list("recorded_on", flat=True).first()
        if latest and latest > moment.date():
            says = pick(
                f"今天 {moment:%F}，日志已到 {latest}", f"today {moment:%F}, but the journal has {latest}"
            )
            return [Finding(what, says, pick("校准系统时间", "set the system's clock"))]
    return [Finding(what, f"{moment:%F %T} {settings.TIME_ZONE}")]


def calendars() -> list[Finding]:
    from zhiyin.institutions.tables import SHIPPED
    from zhiyin.journal import clock as ours

    what = pick("工作日历", "calendar")
    year = ours.today().year
    folder = SHIPPED
    found = []
    for wanted, grave in ((year, True), (year + 1, False)):
        if (folder / f"{wanted}.json").exists():
            continue
        says = pick(
            f"缺 {wanted} 年节假日表，期限暂定", f"no holiday table of {wanted}: dates are provisional"
        )
        mend = pick(
            f"国务院公布后升级程序，或把 {wanted}.json 放进 {folder}",
            f"after the State Council's notice upgrade, or put {wanted}.json into {folder}",
        )
        found.append(Finding(what, says, mend, grave))
    return found or [Finding(what, f"{year}, {year + 1}")]


def https() -> list[Finding]:
    from django.conf import settings

    what = "HTTPS"
    found = _certificate(what)
    if settings.HTTPS:
        return found or [Finding(what, "ZHIYIN_HTTPS=1")]
    says = pick(
        "没有开启：密码和回执码在网上明文传；断网页、装到手机桌面、复制按钮都用不了",
        "is off: passwords and receipt codes travel in clear; the offline page, keeping it on a phone's "
        "home screen and the copy buttons do not work",
    )
    mend = pick(
        "内网：zhiyin tls make，再 zhiyin serve --tls；有反向代理：见 docs/operations.md，设 ZHIYIN_HTTPS=1",
        "intranet: zhiyin tls make, then serve --tls; behind a proxy: docs/operations.md, ZHIYIN_HTTPS=1",
    )
    return [*found, Finding(what, says, mend, grave=False)]


def _certificate(what: str) -> list[Finding]:
    """Of the certificate that `zhiyin tls` made, if it did."""
    from django.conf import settings

    from zhiyin.config import certificates
    from zhiyin.journal import clock as ours

    folder = certificates.Folder(settings.DATA_DIR / "tls")
    if not folder.made:
        return []
    until = certificates.valid_until(folder)
    says = pick(f"自己的证书有效到 {until:%F}", f"own certificate valid until {until:%F}")
    left = until - ours.now()
    if left > certificates.RENEW_BEFORE:
        return [Finding(what, says)]
    mend = pick("zhiyin tls renew，再重启", "zhiyin tls renew, then restart")
    return [Finding(what, says, mend, grave=left.total_seconds() <= 0)]


def files() -> list[Finding]:
    from django.conf import settings

    what = pick("文件夹", "files")
    folder = Path(settings.FILES_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    probe = folder / f".probe-{os.getpid()}"
    try:
        probe.write_text(json.dumps(time.time()))
        probe.unlink()
    except OSError as problem:
        mend = pick(f"让运行本程序的用户能写 {folder}", f"let the user that runs this write to {folder}")
        return [Finding(what, str(problem), mend)]
    return [Finding(what, str(folder))]


def outgoing() -> list[Finding]:
    """Which channels are open, what they lack, and what could not be sent."""
    from django.conf import settings

    from zhiyin.workspace.channels.registry import open_robots, open_to_people
    from zhiyin.workspace.models import Outgoing

    what = pick("提醒外发", "notices outside")
    open_now = (*open_to_people(), *open_robots())
    if not open_now:
        return [Finding(what, pick("没有接通，只在应用里提醒", "none; notices are in the app alone"))]
    found = []
    if not settings.OUTGOING.public_url:
        mend = pick("设 ZHIYIN_PUBLIC_URL=https://你们的域名", "set ZHIYIN_PUBLIC_URL to your address")
        found.append(Finding(what, pick("发出去的没有链接", "messages carry no link"), mend, grave=False))
    if "workspace_outgoing" in _tables():
        lost = Outgoing.objects.filter(state=Outgoing.State.GIVEN_UP).count()
        if lost:
            says = pick(f"{lost} 条发不出去", f"{lost} could not be sent")
            mend = pick("系统管理员看 /app/admin/given-up", "the administrator looks at /app/admin/given-up")
            found.append(Finding(what, says, mend, grave=False))
    return [Finding(what, ", ".join(open_now)), *found]


def rewards() -> list[Finding]:
    """The house's table of rewards for suggestions can be read."""
    from zhiyin.suggestions.grades import OWN, BadTable, table

    what = pick("建议奖励等级", "rewards for suggestions")
    try:
        grades = table()
    except BadTable as problem:
        return [Finding(what, str(problem), pick(f"改好数据目录的 {OWN}", f"mend {OWN} in the data folder"))]
    return [Finding(what, pick(f"{len(grades)} 级", f"{len(grades)} grades"))]


EXAMINATIONS: Final = (
    configuration, database, enterprise, worker, disk, clock, calendars, https, files, outgoing, rewards,
)  # fmt: skip
