// The scoring page by keyboard: the score is typed as it stands on the choice, Enter goes on. Without it, the form works
// like any other.

const form = document.querySelector("[data-projector]");
const PAUSE = 1500;
let typed = "";
let last = 0;

const radios = () => [...form.querySelectorAll("input[type=radio]")];

function choose(radio) {
  if (!radio) return false;
  radio.checked = true;
  radio.focus();
  return true;
}

// "1" then "0" is ten where there is a ten, else the last digit alone.
function type(key) {
  typed = Date.now() - last > PAUSE ? key : typed + key;
  last = Date.now();
  const wanted = (text) => radios().find((radio) => radio.value === text.replace(".", ","));
  if (!choose(wanted(typed) ?? wanted(typed.replace(",", ".")))) {
    typed = key;
    choose(wanted(key));
  }
}

document.addEventListener("keydown", (event) => {
  if (!form || event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target instanceof HTMLInputElement && event.target.type !== "radio";
  if (typing || event.target instanceof HTMLButtonElement || event.target instanceof HTMLAnchorElement) return;
  if (event.key === "Enter" && event.target.tagName !== "SUMMARY") {
    event.preventDefault();
    form.requestSubmit();
  } else if (/^[0-9.,]$/.test(event.key)) {
    type(event.key);
  } else if (event.key === "-" || event.key === "Backspace") {
    choose(radios().find((radio) => radio.value === ""));
  }
});
