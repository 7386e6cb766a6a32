"""The WSGI application that gunicorn serves. A site that is misconfigured is not served at all."""

import os

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

from config.checks import check_configuration  # noqa: E402  (needs the settings)

if problems := check_configuration():
    raise ImproperlyConfigured(" ".join(f"{problem.id}: {problem.msg} {problem.hint}" for problem in problems))
