from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes, one lane: the OWASP password storage sheet's first choice.

    Django's own default takes 100 MiB and eight lanes a login, which lets a few requests exhaust a small server.
    """

    memory_cost = 19 * 1024  # KiB
    time_cost = 2
    parallelism = 1
