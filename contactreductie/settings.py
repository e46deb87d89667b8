"""Settings. What differs between machines comes from the environment (environment.py)."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from contactreductie import environment
from contactreductie.defaults import *  # noqa: F403

ENV = environment.load()
BASE_DIR = environment.BASE_DIR
DATA_DIR: Path = ENV["DATA_DIR"]
BUILD_DIR = BASE_DIR / "build"
for folder in (DATA_DIR, BUILD_DIR / "static"):
    folder.mkdir(parents=True, exist_ok=True)

SECRET_KEY = ENV["SECRET_KEY"] or environment.stored_secret(DATA_DIR, "secret_key")
SECRET_KEY_FALLBACKS = ENV["SECRET_KEY_FALLBACKS"]
CUSTOMER_KEY_SECRET = ENV["CUSTOMER_KEY_SECRET"] or environment.stored_secret(
    DATA_DIR, "customer_key_secret"
)
DEBUG = ENV["DEBUG"]
ALLOWED_HOSTS = ENV["ALLOWED_HOSTS"]
BASE_URL = ENV["BASE_URL"] or f"http://127.0.0.1:{ENV['PORT']}"

INSTALLED_APPS = [
    "contactreductie",
    "contactreductie.core",
    "reasons",
    "raci",
    "feedbackloop",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "contactreductie.admin.AdminConfig",
    "allauth",
    "allauth.account",
    "csp",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "rest_framework",
    "tree_queries",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "contactreductie.core.api.middleware.ApiProblemMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "contactreductie.core.middleware.UserLanguageMiddleware",
    "contactreductie.core.middleware.DenyByDefaultMiddleware",
    "contactreductie.core.middleware.NoNulInAddressMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "contactreductie.core.middleware.RefusalMiddleware",
]
ROOT_URLCONF = "contactreductie.urls"
WSGI_APPLICATION = "contactreductie.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "contactreductie.navigation.navigation",
            ],
        },
    }
]

# --- Storage ---------------------------------------------------------------------------------

SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": DATA_DIR / "contactreductie.sqlite3",
}
# Immediate transactions and a long busy timeout: no "database is locked", no lost update.
SQLITE_OPTIONS = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA cache_size=-32000;"
    "PRAGMA mmap_size=67108864;PRAGMA journal_size_limit=67108864",
}
database: dict[str, Any] = ENV["DATABASE_URL"] or SQLITE
# Kept open between requests. On SQLite the last one to close brings the file up to date, which
# would make whoever saves alone wait for the disk every time.
database["CONN_MAX_AGE"] = 60
if database["ENGINE"].endswith("sqlite3"):
    database["OPTIONS"] = SQLITE_OPTIONS
else:
    database["CONN_HEALTH_CHECKS"] = True
DATABASES = {"default": database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": ENV["CACHE_URL"],
    }
    if ENV["CACHE_URL"]
    else {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # More than are of use at once: beyond it, what still counts is thrown away as well.
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}
MEDIA_ROOT = DATA_DIR / "uploads"
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
STATIC_URL = "static/"
STATIC_ROOT = BUILD_DIR / "collected"
STATICFILES_DIRS = [BASE_DIR / "static", BUILD_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "contactreductie.static.HashedStaticFilesStorage"},
}

# --- Queue -----------------------------------------------------------------------------------

CELERY_BROKER_URL = ENV["CELERY_BROKER_URL"] or "filesystem://localhost"
if CELERY_BROKER_URL.startswith("filesystem:"):
    queue = DATA_DIR / "queue"
    for name in ("messages", "control", "processed"):
        (queue / name).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(queue / "messages"),
        "data_folder_out": str(queue / "messages"),
        "control_folder": str(queue / "control"),
        "processed_folder": str(queue / "processed"),
        "polling_interval": 0.2,
    }
# A forked worker hangs after its parent has drawn a chart or a PDF: spawn instead.
CELERY_WORKER_POOL_START_METHOD = "spawn"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "Europe/Amsterdam"
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
# Every entry asks "what is due?" and is safe to run twice, late or not at all. A tick nobody took
# before the next one is dropped: a busy worker must not find a queue of them.
TICKS: dict[str, tuple[str, Any, int]] = {
    "refresh-facts": ("feedbackloop.tasks.refresh_facts", 20.0, 20),
    "run-due-loops": ("feedbackloop.tasks.run_due_loops", crontab(), 60),
    "deliver-outbox": ("contactreductie.core.tasks.deliver_outbox", 30.0, 30),
    "resume-imports": ("reasons.tasks.resume_imports", 30.0, 30),
    # Asks more often than it learns: a worker may have been away at the first hour.
    "learn-suggestions": (
        "reasons.tasks.learn_suggestions",
        crontab(minute="17", hour="1-5"),
        3600,
    ),
    "send-reminders": ("raci.tasks.send_reminders", crontab(minute="7", hour="7-18"), 3600),
}
CELERY_BEAT_SCHEDULE = {
    name: {"task": task, "schedule": schedule, "options": {"expires": seconds}}
    for name, (task, schedule, seconds) in TICKS.items()
}

# --- People, language, time --------------------------------------------------------------------

AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = ["contactreductie.core.accounts.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
ACCOUNT_ADAPTER = "contactreductie.core.accounts.AccountAdapter"
ACCOUNT_FORMS = {"login": "contactreductie.core.accounts.LoginForm"}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ALLAUTH_TRUSTED_PROXY_COUNT = ENV["TRUSTED_PROXIES"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en-gb", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Amsterdam"
USE_THOUSAND_SEPARATOR = True

# --- Mail --------------------------------------------------------------------------------------

DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENV["MAIL_FROM"]
EMAIL_BACKEND = ENV["EMAIL_URL"].get(
    "EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = str(DATA_DIR / "mail")
EMAIL_HOST = ENV["EMAIL_URL"].get("EMAIL_HOST", "localhost")
EMAIL_PORT = ENV["EMAIL_URL"].get("EMAIL_PORT") or 25
EMAIL_HOST_USER = ENV["EMAIL_URL"].get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD = ENV["EMAIL_URL"].get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS = ENV["EMAIL_URL"].get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = ENV["EMAIL_URL"].get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 20

# --- Security ----------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "connect-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_ENGINE = "contactreductie.core.sessions"
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENV["TRUSTED_PROXIES"] else None
if ENV["HTTPS"]:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds())
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    CSRF_TRUSTED_ORIGINS = [BASE_URL]
SCREEN_POP_BY_ADDRESS = ENV["SCREEN_POP_BY_ADDRESS"]

# --- API ---------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "contactreductie.core.api.authentication.BearerTokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["contactreductie.core.api.permissions.DenyByDefault"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["contactreductie.core.api.parsers.BoundedJSONParser"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "contactreductie.core.api.pagination.NewestFirst",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "contactreductie.core.api.problems.problem_response",
    "DEFAULT_METADATA_CLASS": None,
    "LIST_SERIALIZER_ERRORS_AS_DICT": True,
    "PAGE_SIZE": 100,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "contactreductie",
    "DESCRIPTION": "Contacts in, findings and actions out.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "contactreductie.core.api.schema.add_problems",
    ],
}
API_BODY_BYTES = 16 * 1024 * 1024
API_BATCH_LIMIT = 10_000
API_TOKEN_DAYS, API_TOKEN_MAX_DAYS = 365, 3650

# --- Log: an event name and ids, never customer text -------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        # That somebody was refused something is no event for whoever runs it.
        "django.request": {"level": "ERROR"},
        **{
            name: {"level": "INFO"}
            for name in ("contactreductie", "reasons", "raci", "feedbackloop")
        },
    },
}

# --- Demo ----------------------------------------------------------------------------------------

DEMO_ACCOUNTS = [
    ("agent", "Sanne de Wit, agent of Team Noord"),
    ("teamleider", "Mark Verhoeven, team leader of Team Noord"),
    ("regisseur", "Fatima El Amrani, customer service coordinator"),
    ("logistiek", "Joris Brouwer, head of the department Logistiek"),
    ("directie", "Annelies van Dijk, management"),
    ("beheerder", "Tim Smit, administrator"),
    ("privacy", "Ruth Goudsmit, privacy officer"),
]
DEMO_PASSWORD = "contactreductie-demo"  # noqa: S105 - printed at every start, on purpose
