/* What the library's passkey scripts leave out: a sentence for the person where a passkey cannot be used. */
(() => {
  const BUTTONS = "#passkey_login, #mfa_webauthn_authenticate, #mfa_webauthn_reauthenticate, #mfa_webauthn_add";

  const say = (words) => {
    const place = document.getElementById("passkey_problem");
    place.textContent = words;
    place.hidden = false;
  };

  const isBareAddress = (host) => host.startsWith("[") || /^[\d.]+$/.test(host);

  const why = (error) => {
    if (error.name === "NotAllowedError") {
      return "The passkey was not used: it was cancelled, it took too long, or this device holds none for this site.";
    }
    if (error.name === "InvalidStateError") {
      return "This device holds a passkey for your account already.";
    }
    return "The passkey could not be used here. Try again, or use another way.";
  };

  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    say(why(event.detail.exception));
  });

  document.addEventListener("DOMContentLoaded", () => {
    const problem = !window.PublicKeyCredential
      ? "This browser knows no passkeys, or the page is not served over https."
      : isBareAddress(location.hostname)
        ? `Passkeys belong to a name, not to a bare address. Open this page at ${location.origin.replace(location.hostname, "localhost")} to use one.`
        : "";
    if (!problem) return;
    document.querySelectorAll(BUTTONS).forEach((button) => { button.disabled = true; });
    say(problem);
    document.getElementById("passkey_problem").removeAttribute("role");
  });
})();
