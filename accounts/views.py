"""The pages of accounts, where the library's own do not do."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.utils import get_next_redirect_url
from allauth.account.views import LoginView
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import LoginWebAuthnView, RemoveWebAuthnView
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts import events, factors, invitations, sessions
from accounts.events import Kind
from accounts.forms import InvitedForm

UNUSED_SESSION = 10 * 60  # seconds that a stranger's challenge is kept


class SignInView(LoginView):  # type: ignore[misc]  # the library is untyped
    def get_authenticated_redirect_url(self) -> str:
        """Whoever has signed in without a second factor sets one up, then goes on."""
        url: str = super().get_authenticated_redirect_url()
        if sessions.is_proven(self.request, self.request.user):
            return url
        self.request.session["onward"] = get_next_redirect_url(self.request) or reverse("admin:index")
        return reverse("mfa_index")


class PasskeySignInView(LoginWebAuthnView):  # type: ignore[misc]
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer: HttpResponse = super().get(request, *args, **kwargs)
        request.session.set_expiry(UNUSED_SESSION)
        type(request.session).clear_expired()
        return answer

    def form_invalid(self, form: Any) -> HttpResponse:
        events.note_refusal(Kind.REFUSED, "", self.request, "passkey not known")
        messages.error(self.request, "This passkey is not known here, or was removed. Sign in with name and password.")
        return HttpResponseRedirect(reverse("account_login"))


class RemovePasskeyView(RemoveWebAuthnView):  # type: ignore[misc]
    def form_valid(self, form: Any) -> HttpResponse:
        passkey: Authenticator = self.get_object()
        if factors.FactorAdapter().can_delete_authenticator(passkey):
            answer: HttpResponse = super().form_valid(form)
            return answer
        messages.error(self.request, "This is your last second factor. Set up another one first.")
        return HttpResponseRedirect(reverse("mfa_index"))


@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The page that an invitation's link leads to: choose a name and a password, once."""
    if request.user.is_authenticated:
        return render(request, "accounts/invitation_other.html")
    try:
        found = invitations.find(token)
        form = InvitedForm(request.POST or None, email=found.email)
        if request.method == "POST" and form.is_valid():
            user = invitations.accept(token, form.cleaned_data["username"], form.cleaned_data["password"], request)
            get_adapter(request).login(request, user)
            return redirect("mfa_index")
    except invitations.Refused as refusal:
        return render(request, "accounts/invitation_refused.html", {"refusal": refusal}, status=410)
    return render(request, "accounts/invitation.html", {"form": form, "invitation": found})


@never_cache
@require_safe
def language(request: HttpRequest) -> HttpResponse:
    """Choose the language of the admin; Django's own view keeps it in a cookie."""
    onward = get_next_redirect_url(request) or reverse("admin:index")
    return render(request, "accounts/language.html", {"onward": onward})
