// The register page: only the dimensions that the chosen reason demands, and saving by keyboard.

const form = document.querySelector("[data-register]");
const reason = form.elements.namedItem("reason");
const row = form.querySelector("[data-dimensions]");
const demanded = JSON.parse(document.getElementById("demanded-dimensions").textContent);

function showDemanded() {
  const names = demanded[reason.value] ?? [];
  for (const place of form.querySelectorAll("[data-dimension]")) {
    const control = place.querySelector("select");
    place.hidden = !names.includes(place.dataset.dimension) && !place.querySelector(".field--error");
    control.required = names.includes(place.dataset.dimension);
    if (place.hidden) {
      control.value = "";
    }
  }
  row.hidden = [...row.children].every((place) => place.hidden);
}

reason.addEventListener("change", showDemanded);
form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit();
  }
});
showDemanded();
