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

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
