"""Every setting of Forewarned. What an operator may set is in docs/settings.md, and a test holds the two together."""

import hashlib
from pathlib import Path
from typing import Any

from config import environment, release

BASE_DIR = Path(__file__).resolve().parent.parent

# What the environment decides -----------------------------------------------------------------------------------------

DEBUG = environment.flag("DEBUG")
PORT = environment.integer("PORT", default=8000, low=1, high=65535)
DATA_DIR = environment.folder("DATA_DIR", default=BASE_DIR / "var", base=BASE_DIR)
SITE = environment.site("SITE_URL", default=f"http://127.0.0.1:{PORT}")
SITE_URL = SITE.origin
SECRET_KEY = environment.secret("SECRET_KEY", DATA_DIR / "secret_key")
WORKERS = environment.integer("WORKERS", default=2, low=1, high=64)
THREADS = environment.integer("THREADS", default=4, low=1, high=64)
TRUSTED_PROXIES = environment.integer("TRUSTED_PROXIES", default=0, low=0, high=10)
MAIL = environment.mail("MAIL_URL")
MAIL_FROM = environment.text("MAIL_FROM", default=f"Forewarned <noreply@{SITE.host}>")

FOUR_EYES = environment.flag("FOUR_EYES", default=True)  # nobody publishes what they have worked on

# Database -------------------------------------------------------------------------------------------------------------

DATABASE: dict[str, Any] = environment.database("DATABASE_URL", default=DATA_DIR / "archive.sqlite3", base=BASE_DIR)
STATEMENT_TIMEOUT = environment.integer("STATEMENT_TIMEOUT", default=30, low=1, high=3600)  # seconds
IS_POSTGRESQL = DATABASE["ENGINE"].endswith("postgresql")

if IS_POSTGRESQL:
    DATABASE |= {
        "CONN_MAX_AGE": 0,  # the pool keeps connections, not Django
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": 5,
            "application_name": "forewarned",
            "options": f"-c statement_timeout={STATEMENT_TIMEOUT * 1000} -c idle_in_transaction_session_timeout=60000",
            "pool": {"min_size": 1, "max_size": THREADS + 1, "timeout": 10},
        },
    }
else:
    DATABASE |= {
        "OPTIONS": {
            # A transaction takes the write lock when it begins, so it never fails half-way for want of it.
            "transaction_mode": "IMMEDIATE",
            # Seconds to wait for that lock. SQLite lets writers in by chance, not in turn, so a bulk load beside a busy
            # site can be passed over for long.
            "timeout": 60,
            # secure_delete: what is redacted is overwritten in the file. Django turns foreign keys on by itself.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
        },
    }

DATABASES = {"default": DATABASE}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Search ---------------------------------------------------------------------------------------------------------------

INDEX_IN_BACKGROUND = True  # a search that finds the index missing or late has a thread see to it

# Link checks ----------------------------------------------------------------------------------------------------------

LINK_CHECKS = environment.flag("LINK_CHECKS")
LINK_CHECKS_REACH_LOOPBACK = False  # the suite's own server is there; nothing else that is meant ever is

# What is served -------------------------------------------------------------------------------------------------------

RELEASE = release.mark(BASE_DIR)

# Applications ---------------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "config",
    "curation",  # before django.contrib.admin, whose templates it extends
    "accounts",
    "alerts",
    "intake",
    "pages",
    "search",
    "organizations",
    "places",
    "identifiers",
    "config.administration.ArchiveAdminConfig",  # django.contrib.admin
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.contrib.humanize",  # the library's list of passkeys
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_filters",
    "reversion",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.health.answer_healthz",  # before anything looks at the Host
    "config.middleware.refuse_unreadable",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "accounts.languages.speak",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.sessions.admit",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

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
            ],
        },
    },
]

FORM_RENDERER = "curation.drawing.Renderer"

# Accounts -------------------------------------------------------------------------------------------------------------

PASSWORD_HASHERS = ["config.hashers.Argon2"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
AUTHENTICATION_BACKENDS = ["accounts.backends.MemberBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
# Whoever may do one of these has a session that also ends when nothing is done.
RIGHTS_THAT_END_IDLE = ("alerts.publish_alert", "alerts.withdraw_alert", "alerts.redact_alert")

# django-allauth: the pages that are served stand in accounts/urls.py.
ACCOUNT_ADAPTER = "accounts.adapter.StaffAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True  # until SESSION_COOKIE_AGE
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
# By address they would lock all of an undeclared proxy's users out together: accounts/lockout.py counts instead.
ACCOUNT_RATE_LIMITS = {"change_password": "5/m/user", "reauthenticate": "10/m/user", "login": "", "login_failed": ""}
MFA_ADAPTER = "accounts.factors.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True  # nobody claims an address here
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_TOLERANCE = 1  # the code before and the one after, RFC 6238 section 5.2
MFA_RATE_LIMITS = False
MFA_FORMS = {
    "authenticate": "accounts.forms.CodeForm",
    "reauthenticate": "accounts.forms.ConfirmingCodeForm",
    "login_webauthn": "accounts.forms.PasskeySignInForm",
    "authenticate_webauthn": "accounts.forms.PasskeyAsFactorForm",
    "reauthenticate_webauthn": "accounts.forms.ConfirmingPasskeyForm",
    "add_webauthn": "accounts.forms.PasskeyForm",
}

# Cookies know no port, so two instances on one machine need names of their own.
INSTANCE = hashlib.sha256(SITE_URL.encode()).hexdigest()[:8]
COOKIE_PREFIX = "__Host-" if SITE.is_secure else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}session_{INSTANCE}"
SESSION_COOKIE_AGE = 12 * 60 * 60  # a working day; accounts/sessions.py ends a session, whatever its cookie says
SESSION_COOKIE_SECURE = SITE.is_secure
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrf_{INSTANCE}"
CSRF_COOKIE_SECURE = SITE.is_secure
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE.is_secure else []

LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}language_{INSTANCE}"
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = SITE.is_secure
LANGUAGE_COOKIE_SAMESITE = "Lax"

# Mail: invitations, where it is configured ----------------------------------------------------------------------------

MAIL_IS_CONFIGURED = bool(MAIL)
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend" if MAIL else "django.core.mail.backends.dummy.EmailBackend"
)
EMAIL_HOST = MAIL.get("host", "")
EMAIL_PORT = MAIL.get("port", 0)
EMAIL_HOST_USER = MAIL.get("user", "")
EMAIL_HOST_PASSWORD = MAIL.get("password", "")
EMAIL_USE_TLS = MAIL.get("starttls", False)
EMAIL_USE_SSL = MAIL.get("tls", False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = MAIL_FROM

# What goes over the wire ----------------------------------------------------------------------------------------------

ALLOWED_HOSTS = [f"[{SITE.host}]" if ":" in SITE.host else SITE.host]
if SITE.is_loopback and not SITE.is_secure:
    ALLOWED_HOSTS += ["127.0.0.1", "localhost", "[::1]"]

if SITE.is_secure:
    # The proxy in front must set this header itself and drop what the client sent: docs/deploying.md.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    HSTS_SUBDOMAINS = environment.flag("HSTS_SUBDOMAINS", default=True)
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = HSTS_SUBDOMAINS
    SECURE_HSTS_PRELOAD = HSTS_SUBDOMAINS

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"  # "no-referrer" breaks Django's CSRF check under https
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    },
}

PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: []
    for feature in (
        "accelerometer",
        "autoplay",
        "browsing-topics",
        "camera",
        "display-capture",
        "encrypted-media",
        "fullscreen",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
}

# A long alert with its notes and recommendations is one form of several thousand fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

# Files ----------------------------------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
MEDIA_ROOT = DATA_DIR / "documents"  # never served as a folder
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o750
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.static.Storage"},
}

SERIALIZATION_MODULES = {"state": "curation.states"}  # the format in which the history keeps records

# Kept in each process, and never the last word: every key holds the number of the change feed -------------------------

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},  # figures over the whole archive
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",  # so that many pages do not push out the figures
        "OPTIONS": {"MAX_ENTRIES": 200},
    },
}

# Language and time ----------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
# Of the interface; documents have languages of their own. Each but English has its prefix in addresses: /fr/.
LANGUAGES = [
    ("en-gb", "English"),
    ("fr", "Français"),
    ("es", "Español"),
    ("ru", "Русский"),
    ("hy", "Հայերեն"),
    ("ar", "العربية"),
]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
FORMS_URLFIELD_ASSUME_HTTPS = True  # what Django 6.0 does anyway

# Logging: to stderr, without what a person searched, typed or is called -----------------------------------------------

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line"},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "django.request": {"level": "ERROR"},  # not each address that is not found
        # A stranger's Host header is no event of ours.
        "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},
    },
}
