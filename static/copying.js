// Copies the text beside a button. Without this the text can still be selected. Nothing is kept.
export function copyBeside(button) {
  const text = document.getElementById(button.dataset.text);
  const status = document.getElementById(button.dataset.status);
  const say = (words) => {
    status.textContent = `${words}: ${button.querySelector(".govuk-visually-hidden").textContent}`;
    button.firstChild.textContent = `${words} `;
    setTimeout(() => (button.firstChild.textContent = "Copy "), 3000);
  };
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.value);
      say("Copied");
    } catch {
      text.focus();
      text.select();
      say("Press Ctrl and C");
    }
  });
}
