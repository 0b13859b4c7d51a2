"""Facts about the documents of the library."""

from zhiyin.journal.kinds import code, count, day, declare, digest, ref, yes_no

P = "policy"
VERSION = ref("policy_version", "版本", "version")
TEXT = digest("文字的加盐摘要", "salted digest of the text")
FROM_ON = day("施行日期", "in force from")
ARTICLES = count("items", "条数", "articles")
LEVEL = code("层级", "level", "national", "local", "group", "unit")
OPEN = yes_no("公开", "public")

DRAFTED = declare(
    "policies.document.drafted", P, "起草制度文件", "document drafted",
    version=VERSION, from_on=FROM_ON, first=yes_no("第一个版本", "first version"),
)  # fmt: skip
DISCARDED = declare("policies.draft.discarded", P, "删掉草稿", "draft discarded", version=VERSION)
PUBLISHED = declare(
    "policies.document.published", P, "发布制度文件", "document published",
    version=VERSION, from_on=FROM_ON, articles=ARTICLES, public=OPEN, text=TEXT,
    excerpt=yes_no("节选", "excerpt"),
)  # fmt: skip
CORRECTED = declare(
    "policies.document.corrected", P, "勘误", "misprint corrected",
    version=VERSION, wrong=ref("policy_version", "有误的版本", "version with the misprint"),
    articles=ARTICLES, text=TEXT,
)  # fmt: skip
REPEALED = declare(
    "policies.document.repealed", P, "废止", "document repealed",
    version=VERSION, until_on=day("废止日期", "no longer in force from"), text=TEXT,
    by=ref("policy", "替代它的文件", "document that replaces it").maybe(),
)  # fmt: skip
DESCRIBED = declare(
    "policies.document.described", P, "修改文件信息", "document's particulars changed",
    public=OPEN, level=LEVEL,
)  # fmt: skip
