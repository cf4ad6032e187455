// The slider of what was known, and the field beside it, say the same entry.
// Without this script the field is sent by a name of its own; with it the slider alone.
(() => {
  "use strict";
  const parts = () => [
    document.querySelector("#known-at"),
    document.querySelector(".clocks__typed"),
  ];

  const prepare = () => {
    const [slider, typed] = parts();
    if (!slider || !typed.name) return;
    typed.removeAttribute("name");
    typed.value = slider.value;
  };

  let typing = false;
  document.addEventListener("input", (event) => {
    const [slider, typed] = parts();
    if (event.target === slider && !typing) {
      typed.value = slider.value;
    } else if (event.target === typed && typed.value && typed.validity.valid) {
      slider.value = typed.value;
      typing = true;
      slider.dispatchEvent(new Event("input", { bubbles: true }));
      typing = false;
    }
  });

  // htmx brings what is said below a field, and leaves the field itself as it is.
  const mark = (field, said) => {
    const wrong = document.querySelector(`${said}.clocks__hint--error`);
    const invalid = Boolean(wrong && wrong.textContent.trim());
    const control = document.querySelector(field);
    if (!control) return;
    if (invalid) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
    control.classList.toggle("utrecht-textbox--invalid", invalid);
  };
  document.addEventListener("htmx:after:swap", () => {
    mark("#at", "#at-said");
    mark(".clocks__typed", "#known-said");
  });
  prepare();
})();
