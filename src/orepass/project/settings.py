"""Settings, read from the environment; docs/reference/settings.md lists every variable.

All state lies under ``OREPASS_HOME``. The secret key is made on first use and kept there, readable by its owner only.
"""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.utils.csp import CSP

from orepass.platform.home import home
from orepass.project.logs import configure

HOME = home()
BASE_DIR = Path(__file__).resolve().parents[1]
DEBUG = os.environ.get("OREPASS_DEBUG", "") == "1"
POOLED = os.environ.get("OREPASS_DATABASE_POOLED", "") == "1"


def _secret_key() -> str:
    named = os.environ.get("OREPASS_SECRET_KEY")
    if named:
        return named
    path = HOME / "keys" / "django-secret"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.parent.chmod(0o700)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64), encoding="ascii")
    return path.read_text(encoding="ascii")


def _database(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": parts.path or HOME / "orepass.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
            },
        }
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/") or "orepass",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        # Cursors are read to their end: planned for their first rows, as is usual, they take a hundred times as long.
        # Compiling a statement costs more than any of ours takes. Plans are kept of what is asked so (Django's own
        # cursors never do), and cursors of the server are opened, unless the next transaction may meet another server.
        "OPTIONS": {"options": "-c cursor_tuple_fraction=1 -c jit=off", "prepare_threshold": None if POOLED else 5},
        "DISABLE_SERVER_SIDE_CURSORS": POOLED,
    }


SECRET_KEY = _secret_key()
PUBLIC_URL = os.environ.get("OREPASS_PUBLIC_URL", "http://127.0.0.1:8000")
CHECK_QUESTIONS = int(os.environ.get("OREPASS_CHECK_QUESTIONS", "60"))
CHECK_SECONDS = float(os.environ.get("OREPASS_CHECK_SECONDS", "30"))
KEY_HOLDER = os.environ.get("OREPASS_KEY_HOLDER", "orepass.platform.key_holder.FileKeys")
ALLOWED_HOSTS = os.environ.get("OREPASS_ALLOWED_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(",")
DATABASES = {"default": _database(os.environ.get("OREPASS_DATABASE", "sqlite://"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

ROOMS = [
    "orepass.platform",
    "orepass.transparency",
    "orepass.credentials",
    "orepass.party",
    "orepass.scheme",
    "orepass.diligence",
    "orepass.improvement",
    "orepass.assurance",
    "orepass.inclusion.stages",
    "orepass.inclusion.groups",
    "orepass.inclusion.recognition",
    "orepass.inclusion.fees",
    "orepass.engagement",
    "orepass.custody",
    "orepass.passport",
]
INSTALLED_APPS = [
    *ROOMS,
    "orepass.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "orepass.project.compressed.CompressedMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "orepass.api.shape.ProblemShapeMiddleware",
    "orepass.api.asked.KnownParametersMiddleware",
    "orepass.project.plain.PlainAddressMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "orepass.web.acting.ActingMiddleware",
]
ROOT_URLCONF = "orepass.project.urls"
WSGI_APPLICATION = "orepass.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "orepass.web.acting.context",
            ],
        },
    },
]

AUTH_USER_MODEL = "platform.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = os.environ.get("OREPASS_EMAIL_VERIFICATION", "optional")
ACCOUNT_ADAPTER = "orepass.web.accounts.AccountAdapter"
ACCOUNT_PREVENT_ENUMERATION = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
LOGIN_REDIRECT_URL = "/desk/"
LOGIN_URL = "/account/login/"


def _mailer() -> dict[str, Any]:
    host = os.environ.get("OREPASS_SMTP_HOST")
    if not host:
        return {"BACKEND": "django.core.mail.backends.filebased.EmailBackend", "OPTIONS": {"file_path": HOME / "mail"}}
    options = {
        "host": host,
        "port": int(os.environ.get("OREPASS_SMTP_PORT", "587")),
        "username": os.environ.get("OREPASS_SMTP_USER", ""),
        "password": os.environ.get("OREPASS_SMTP_PASSWORD", ""),
        "use_tls": True,
        "timeout": 20,
    }
    return {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}


MAILERS = {"default": _mailer()}
DEFAULT_FROM_EMAIL = os.environ.get("OREPASS_EMAIL_FROM", "orepass@localhost")

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français"), ("es", "Español"), ("sw", "Kiswahili")]
LOCALE_PATHS = [BASE_DIR / "web" / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = None  # WhiteNoise serves the files where they lie
STATICFILES_DIRS = [BASE_DIR / "web" / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
HTTPS = PUBLIC_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if os.environ.get("OREPASS_BEHIND_PROXY") == "1" else None
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
DATA_UPLOAD_MAX_MEMORY_SIZE = 30_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
X_FRAME_OPTIONS = "DENY"

SILENCED_SYSTEM_CHECKS: list[str] = []
LOGGING_CONFIG = None
configure(os.environ.get("OREPASS_LOG_LEVEL", "WARNING"), as_json=os.environ.get("OREPASS_LOG_FORMAT", "") == "json")
