"""Settings of the test runs: the product's own, in a home that is thrown away, with cheap passwords.

The home is set before the product's settings are read, so that no test ever touches the state of the checkout.
"""

import atexit
import os
import shutil
import tempfile

_home = tempfile.mkdtemp(prefix="orepass-test-")
atexit.register(shutil.rmtree, _home, ignore_errors=True)
os.environ["OREPASS_HOME"] = _home

from orepass.project.settings import *  # noqa: E402, F403 - the home comes first

# Tables that a run before the tests has migrated are copied for each process, not migrated again by each.
if template := os.environ.get("OREPASS_TEST_TEMPLATE"):
    DATABASES["default"]["TEST"] = {"TEMPLATE": template, "MIGRATE": False}  # noqa: F405 - from the product's settings

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
