"""Settings, read from ZHIYIN_… variables; docs/operations.md lists every one."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _
from environs import Env

from zhiyin.config.databases import database
from zhiyin.config.outgoing import outgoing
from zhiyin.config.secrets import own_folder, secret_key

env = Env(prefix="ZHIYIN_")

PACKAGE = Path(__file__).resolve().parent.parent
ROOT = PACKAGE.parent.parent
DATA_DIR = Path(env.str("DATA_DIR", str(ROOT / "data"))).resolve()
PACKS_DIR = Path(env.str("PACKS_DIR", str(ROOT / "packs"))).resolve()

DEBUG = env.bool("DEBUG", False)
SECRET_KEY = secret_key(DATA_DIR, env.str("SECRET_KEY", ""))
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["*"])
HTTPS = env.bool("HTTPS", False)
# How often a process looks for newly approved numbers of the house; None: only when told to.
HOUSE_NUMBERS_SECONDS: float | None = 2.0
ENTERPRISE = env.str("ENTERPRISE", "远山装备集团")
OUTGOING = outgoing(env)
# Where another system puts rosters; the unit that such a file lists completely; percent who may leave.
# A demo's accounts are shown to everybody: the file that its filling leaves here tells it from a real one.
DEMO = (DATA_DIR / "demo").exists()
ROSTER_FOLDER = env.str("ROSTER_FOLDER", str(DATA_DIR / "roster") if DEMO else "")
ROSTER_COMPLETE_FOR = env.str("ROSTER_COMPLETE_FOR", "").upper()
ROSTER_MOST_LEAVE = env.float("ROSTER_MOST_LEAVE", 5.0)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "zhiyin.journal",
    "zhiyin.vault",
    "zhiyin.people",
    "zhiyin.policies",
    "zhiyin.institutions",
    "zhiyin.voice",
    "zhiyin.suggestions",
    "zhiyin.evaluation",
    "zhiyin.workspace",
    "zhiyin.demo",
]

MIDDLEWARE = [
    "zhiyin.workspace.middleware.SecurityHeaders",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "zhiyin.workspace.middleware.Doors",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "zhiyin.workspace.middleware.Preferences",
    "zhiyin.workspace.middleware.ReadableAddresses",
    "zhiyin.workspace.middleware.TooManyTriesPage",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "zhiyin.config.urls"
WSGI_APPLICATION = "zhiyin.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "zhiyin.workspace.context.frame",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]

DATABASES = {"default": database(env.str("DATABASE_URL", ""), DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
OFFICERS_NEED_SECOND_FACTOR = not DEMO
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "/app/sign-in"

# The signed-in door alone has cookies: nothing of it may travel to /a/ or the public pages.
SESSION_COOKIE_NAME = "zhiyin"
SESSION_COOKIE_PATH = "/app/"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_PATH = "/app/"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "zhiyin.workspace.errors.csrf_failure"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", False) else None

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("中文")), ("en", "English")]
LOCALE_PATHS: list[str] = []
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", "Asia/Shanghai")

STATIC_URL = "/static/"
STATICFILES_DIRS: list[str] = []
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 0 if DEBUG else 7 * 24 * 3600
FILES_DIR = DATA_DIR / "files"

# An upload is not encrypted yet: most never leave memory, the rest stay inside the data folder.
FILE_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_TEMP_DIR = str(own_folder(DATA_DIR / "uploads"))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "WARNING")},
}
