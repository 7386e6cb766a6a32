"""What is typed or shown to sign in, beyond the library's own forms."""

from typing import Any

from allauth.core import context
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from django import forms
from django.contrib.auth import password_validation
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError

from accounts import events, lockout
from accounts.events import Kind
from accounts.models import Member

NO_PASSKEY = "This is no passkey that can be used here. Try again, or use another way."
ODD_PASSKEY = (
    ArithmeticError,
    AttributeError,
    EOFError,
    InvalidSignature,
    LookupError,
    TypeError,
    UnsupportedAlgorithm,
    ValueError,
)
REUSED = "This code was used already. Wait for the next one."


class _Counted:
    """Codes are six digits: attempts are counted, and none is taken twice."""

    user: User
    authenticator: Authenticator

    def clean_code(self) -> str:
        counters = lockout.of_code(self.user.pk)
        if waiting := lockout.count(counters):
            raise ValidationError(f"Too many attempts. Try again in {lockout.in_words(waiting)}, or use a passkey.")
        try:
            code: str = super().clean_code()  # type: ignore[misc]
            if self.authenticator.type == Authenticator.Type.TOTP:
                self.use_up(code)
        except ValidationError:
            events.note_refusal(Kind.REFUSED, self.user.username, context.request, "wrong code")
            if waiting := lockout.wait(counters):
                detail = f"codes, for {lockout.in_words(waiting)}"
                events.note_refusal(Kind.LOCKED_OUT, self.user.username, context.request, detail)
            raise
        lockout.clear(counters)
        return code

    def use_up(self, code: str) -> None:
        """Raise ValidationError where this code, or a newer one, was taken before (RFC 6238, section 5.2)."""
        secret = decrypt(self.authenticator.data["secret"])
        typed = normalize_user_code(code)
        steps = [
            step for step in yield_hotp_counters_from_time() if format_hotp_value(hotp_value(secret, step)) == typed
        ]
        newest = max(steps, default=0)
        Member.objects.get_or_create(user=self.user)
        if not Member.objects.filter(user=self.user, last_code_step__lt=newest).update(last_code_step=newest):
            raise ValidationError(REUSED)


class CodeForm(_Counted, AuthenticateForm):  # type: ignore[misc]
    pass


class ConfirmingCodeForm(_Counted, ReauthenticateForm):  # type: ignore[misc]
    pass


class CredentialField(forms.JSONField):
    """What a browser says of a passkey, as JSON. Deep or huge, it is no credential."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except (ValueError, RecursionError) as error:
            raise ValidationError(NO_PASSKEY) from error


class _Careful(forms.Form):
    """The libraries raise whatever comes up where a credential is odd, or its signature forged; here it is refused."""

    credential = CredentialField(max_length=20_000)

    def clean_credential(self) -> Any:
        inner = getattr(super(), "clean_credential", lambda: self.cleaned_data["credential"])
        try:
            return inner()
        except ODD_PASSKEY as error:
            raise ValidationError(NO_PASSKEY) from error


class PasskeySignInForm(_Careful, LoginWebAuthnForm):  # type: ignore[misc]
    pass


class PasskeyAsFactorForm(_Careful, AuthenticateWebAuthnForm):  # type: ignore[misc]
    pass


class ConfirmingPasskeyForm(_Careful, ReauthenticateWebAuthnForm):  # type: ignore[misc]
    pass


class PasskeyForm(_Careful, AddWebAuthnForm):  # type: ignore[misc]
    """A key is always a passkey: kept by the device, and unlocked there by its owner."""

    passwordless = forms.BooleanField(widget=forms.HiddenInput, initial=True, required=False)
    name = forms.CharField(label="Name of the passkey", required=False, max_length=100)

    def clean_passwordless(self) -> bool:
        return True

    def clean(self) -> dict[str, Any]:
        try:
            return super().clean() or {}
        except ODD_PASSKEY as error:
            raise ValidationError(NO_PASSKEY) from error


class InvitedForm(forms.Form):
    """The name and the password that the invited person chooses."""

    username = forms.CharField(
        label="Name",
        max_length=150,
        help_text="Only the staff see it. Letters, digits and @ . + - _",
        validators=[*User._meta.get_field("username").validators],
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label="Password",
        strip=False,
        help_text="At least 12 characters; a few words in a row are good.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="Password, once more",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean_username(self) -> str:
        name: str = User.normalize_username(self.cleaned_data["username"])
        if User.objects.filter(username__iexact=name).exists():
            raise ValidationError("This name is taken. Choose another.")
        return name

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        password, again = data.get("password"), data.get("again")
        if password and again and password != again:
            self.add_error("again", "The two passwords differ. Type the same twice.")
        elif password:
            try:
                user = User(username=data.get("username", ""), email=self.email)
                password_validation.validate_password(password, user)
            except ValidationError as error:
                self.add_error("password", error)
        return data


class InvitingForm(forms.Form):
    """What whoever invites decides."""

    email = forms.EmailField(label="E-mail address", required=False)
    groups = forms.ModelMultipleChoiceField(
        label="Groups", queryset=Group.objects.none(), widget=forms.CheckboxSelectMultiple
    )
