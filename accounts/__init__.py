"""Who works here: invitations, sign-in with a second factor, sessions that end, and the log of it all.

Nothing here knows of the record. The pages under /accounts/ are django-allauth's, as far as they are wanted (urls.py).
"""
