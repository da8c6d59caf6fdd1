"""
Settings of the SEC Registry, all of them from the environment.

Assumptions: nothing is set for local use, everything for production; docs/operations.md lists the
variables. With DEBUG off the program refuses to start while anything is missing or insecure.
There is no ATOMIC_REQUESTS on purpose: the record of a disclosure is committed before the bytes
that it speaks of leave the house.
"""

import os
from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF

from sec_registry.environment import (
    database,
    flag,
    number,
    public_url,
    rate,
    refuse_insecurity,
    secret_key,
    signing_key,
    words,
)
from sec_registry.logs import logging_settings

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("REGISTRY_VAR") or BASE_DIR / "var")

DEBUG = flag("DEBUG", default=True)
SECRET_KEY = secret_key(debug=DEBUG)
# Keys from before: they still open what they signed or sealed.
SECRET_KEY_FALLBACKS = words("SECRET_KEY_FALLBACKS")
# Signs publications. Empty with DEBUG on: a key is then made under VAR_DIR when it is needed.
SIGNING_KEY = signing_key()
ALLOWED_HOSTS = words("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = words("CSRF_TRUSTED_ORIGINS")
# Where readers reach the registry: for the links in what nobody's request asked for.
PUBLIC_URL = public_url(debug=DEBUG, hosts=ALLOWED_HOSTS)
if not DEBUG:
    refuse_insecurity(key=SECRET_KEY, hosts=ALLOWED_HOSTS, signing=SIGNING_KEY)

# The registers, in the order in which they are shown and published. A fourth register (the
# Deployed Products List, say) is one new app and one more line here.
SEC_REGISTERS = ("cpl.register.CPL", "firmware.register.FIR", "zigbee.register.DZIR")
# What is done with each publication, in the transaction that makes it and while its ledger is open.
SEC_SEALS = (
    "sec_registry.publications.signing.publications_sign",
    "sec_registry.deliveries.preparing.deliveries_prepare",
    "sec_registry.notices.queue.publication_notices_queue",
)
# Who takes letters to single people: the outbox of notices.
SEC_LETTERS = "sec_registry.notices.queue.letters_queue"
# Pages of the desk that are no model's own.
SEC_DESK_PAGES = ("sec_registry.publications.desk.routes.published_addresses",)
# What ends with an account, in the transaction that closes it.
SEC_ACCOUNT_CLOSINGS = (
    "sec_registry.notices.services.subscriptions_end_with_account",
    "zigbee.requests.requests_withdrawn_with_account",
)
# Who hears of somebody who joins an organisation or is given a role, in that transaction.
SEC_ACCOUNT_JOININGS = ("zigbee.joinings.committee_told_of_joining",)
# Who hears that a SEC Party ceases, or no longer does, in that transaction.
SEC_PARTY_CESSATIONS = ("zigbee.joinings.committee_told_of_cessation",)

INSTALLED_APPS = [
    # Before Django's own, whose changepassword command it replaces by one that is recorded.
    "accounts",
    # Django's admin with our site.
    "sec_registry.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_filters",
    "django_structlog",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "guardian",
    "knox",
    "rest_framework",
    "simple_history",
    "sec_registry.audit",
    "sec_registry.registers",
    "cpl",
    "firmware",
    "zigbee",
    "sec_registry.publications",
    "sec_registry.deliveries",
    "sec_registry.notices",
    "sec_registry.submissions",
    "sec_registry.redactions",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.keeping.KeptForms",
    "sec_registry.request_log.RequestLog",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Last, as it asks: it turns the answer of a locked-out sign-in.
    "axes.middleware.AxesMiddleware",
]
if DEBUG:
    MIDDLEWARE.append("sec_registry.not_there.AsInProduction")

ROOT_URLCONF = "sec_registry.urls"
WSGI_APPLICATION = "sec_registry.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "sec_registry" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

DATABASES = {"default": database(var=VAR_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Where pg_dump and pg_restore are, for backups; else on the PATH.
POSTGRES_BIN = os.environ.get("POSTGRES_BIN", "").strip()

LANGUAGE_CODE = "en-gb"
FORMAT_MODULE_PATH = "sec_registry.formats"
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "sec_registry" / "static"]
# Nothing that people send in is kept as a file today; no MEDIA_URL, so that nothing is ever served
# by path.
MEDIA_ROOT = VAR_DIR / "files"
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Whole lists of open registers, made when they are needed; how many editions are kept ready.
WHOLE_LISTS_DIR = Path(os.environ.get("WHOLE_LISTS_DIR") or VAR_DIR / "lists")
WHOLE_LISTS_KEPT = max(number("WHOLE_LISTS_KEPT", default=200), 1)

# --- People ---------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    # First, so that a locked-out person is refused before a password is looked at.
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "guardian.backends.ObjectPermissionBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {"user_attributes": ("email", "name")}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_HTTPONLY = True

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_CALLABLE = "accounts.sign_in.typed_address"
AXES_LOCKOUT_TEMPLATE = "registration/locked_out.html"
AXES_HANDLER = "axes.handlers.database.AxesDatabaseHandler"
# Its tables hold what strangers typed; an operator unlocks with `axes_reset_username`.
AXES_ENABLE_ADMIN = False
# Not a line at the start of every command.
AXES_VERBOSE = False

# No anonymous row among the people: what anyone may see needs no grant.
ANONYMOUS_USER_NAME = None

# How long a token lives when nobody says, and at most (policy).
API_TOKEN_DAYS = number("API_TOKEN_DAYS", default=90)
API_TOKEN_LONGEST_DAYS = number("API_TOKEN_LONGEST_DAYS", default=366)
KNOX_TOKEN_MODEL = "accounts.ApiToken"
REST_KNOX = {
    "AUTH_HEADER_PREFIX": "Bearer",
    # A recognisable start, so that scanners find a token that was committed by mistake.
    "TOKEN_PREFIX": "sec_",
    "SECURE_HASH_ALGORITHM": "hashlib.sha512",
    "TOKEN_TTL": timedelta(days=API_TOKEN_DAYS),
    "AUTO_REFRESH": False,
}

# --- API ------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.authentication.BearerAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    # A view that names no permission is closed to everyone, superusers included.
    "DEFAULT_PERMISSION_CLASSES": ["sec_registry.registers.permissions.Closed"],
    "DEFAULT_THROTTLE_CLASSES": ["accounts.throttling.Throttle"],
    "DEFAULT_RENDERER_CLASSES": [
        "sec_registry.registers.renderers.DocumentJSONRenderer",
        "rest_framework.renderers.BrowsableAPIRenderer",
    ],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "sec_registry.registers.negotiation.Negotiation",
    "DEFAULT_PARSER_CLASSES": ["sec_registry.registers.parsers.PlainJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "sec_registry.registers.problems.problem_handler",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
# Requests a minute in the long run, and at once; None counts nothing, as at a developer's desk.
API_THROTTLES = {
    "organisation": rate("THROTTLE_ORGANISATION", default="0" if DEBUG else "3000/1000"),
    "person": rate("THROTTLE_PERSON", default="0" if DEBUG else "1200/600"),
    "anonymous": rate("THROTTLE_ANONYMOUS", default="0" if DEBUG else "600/300"),
}
SPECTACULAR_SETTINGS = {
    "TITLE": "SEC Registry",
    "DESCRIPTION": "The Central Products List, the Firmware Information Repository and the Device "
    "Zigbee Information Repository under the Smart Energy Code.",
    "VERSION": "1.0.0",
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "COMPONENT_SPLIT_REQUEST": True,
    # Several members are called "state" or "change", each with words of its own.
    "ENUM_NAME_OVERRIDES": {
        "ChangeEnum": "sec_registry.registers.models.Change",
        "DeliveryStateEnum": "sec_registry.registers.deliveries.DeliveryState",
        "DifferenceEnum": "sec_registry.registers.comparisons.KINDS",
        "FleetStateEnum": "firmware.models.FleetState",
        "EvidenceKindEnum": "sec_registry.submissions.models.Evidence.Kind",
        "AccessGrantStateEnum": "zigbee.choices.GrantState",
        "AccessRequestStateEnum": "zigbee.choices.RequestState",
        "AccessScopeKindEnum": "zigbee.choices.ScopeKind",
        "NoticeChannelEnum": "sec_registry.notices.choices.Channel",
        "NoticeStateEnum": "sec_registry.notices.choices.State",
        "ObstacleEnum": "firmware.pathways.obstacles.KINDS",
        "QuestionStateEnum": "zigbee.choices.QuestionState",
        "RecordStateEnum": "firmware.choices.RecordState",
        "ReviewStateEnum": "zigbee.choices.ReviewState",
        "SubmissionStateEnum": "sec_registry.submissions.lifecycle.State",
        "UpgradeStateEnum": "firmware.choices.UpgradeState",
    },
    # From this server, not from a content network: the documentation works offline, under the CSP.
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}

# --- Headers and transport ------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = not DEBUG
CSRF_COOKIE_SECURE = not DEBUG
# Off where a proxy in front ends TLS and redirects by itself.
SECURE_SSL_REDIRECT = flag("SSL_REDIRECT", default=not DEBUG)
SECURE_HSTS_SECONDS = number("HSTS_SECONDS", default=0 if DEBUG else 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = flag("HSTS_INCLUDE_SUBDOMAINS", default=not DEBUG)
SECURE_HSTS_PRELOAD = flag("HSTS_PRELOAD", default=False)
# Preloading binds a whole domain for years: an operator's decision, not a default.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
# SECURITY: only behind a proxy that sets these headers itself and strips a client's own.
API_PROXY_COUNT = 0
if flag("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    AXES_IPWARE_PROXY_COUNT = API_PROXY_COUNT = number("PROXY_COUNT", default=1)

# --- Mail and logs --------------------------------------------------------------------------------
EMAIL_BACKEND = os.environ.get("EMAIL_BACKEND") or (
    f"django.core.mail.backends.{'console' if DEBUG else 'smtp'}.EmailBackend"
)
EMAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")
EMAIL_PORT = number("EMAIL_PORT", default=25)
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = flag("EMAIL_USE_TLS", default=False)
# A mail server that does not answer must not hold the worker beyond its lease.
EMAIL_TIMEOUT = number("EMAIL_TIMEOUT", default=30)
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "SEC Registry <registry@localhost>")

# Webhooks to any address, http and this machine included: for trying them out at a desk.
# SECURITY: on a server it would let whoever subscribes knock at what only the server can reach.
WEBHOOKS_ANYWHERE = DEBUG and flag("WEBHOOKS_ANYWHERE", default=True)

LOGGING = logging_settings(debug=DEBUG, level=os.environ.get("LOG_LEVEL", "INFO").upper())
# One line a request, when it is done; the start only for those who ask for LOG_LEVEL=DEBUG.
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = 10
