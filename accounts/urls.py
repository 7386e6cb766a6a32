"""The library's pages that are wanted, one by one: no sign-up, no sign-in by e-mail or by another site."""

from allauth.account import views as library
from django.urls import include, path
from django.views.i18n import set_language

from accounts import views

urlpatterns = [
    path("login/", views.SignInView.as_view(), name="account_login"),
    path("logout/", library.logout, name="account_logout"),
    path("inactive/", library.account_inactive, name="account_inactive"),
    path("confirm/", library.reauthenticate, name="account_reauthenticate"),
    path("password/", library.password_change, name="account_change_password"),
    path("factors/webauthn/login/", views.PasskeySignInView.as_view(), name="mfa_login_webauthn"),
    path("factors/webauthn/keys/<int:pk>/remove/", views.RemovePasskeyView.as_view(), name="mfa_remove_webauthn"),
    path("factors/", include("allauth.mfa.urls")),
    path("invitation/<str:token>/", views.invitation, name="accounts_invitation"),
    path("language/", views.language, name="accounts_language"),
    path("language/set/", set_language, name="set_language"),
]
