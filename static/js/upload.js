// Shows that a file may be dropped, and hands it to the native file input.

export function enhanceUploads(root) {
  for (const area of root.querySelectorAll("[data-upload]:not([data-ready])")) {
    area.dataset.ready = "";
    const input = area.querySelector('input[type="file"]');
    for (const name of ["dragenter", "dragover"]) {
      area.addEventListener(name, (event) => {
        event.preventDefault();
        area.classList.add("is-over");
      });
    }
    for (const name of ["dragleave", "drop"]) {
      area.addEventListener(name, () => area.classList.remove("is-over"));
    }
    area.addEventListener("drop", (event) => {
      event.preventDefault();
      if (event.dataTransfer.files.length > 0) {
        input.files = event.dataTransfer.files;
        input.dispatchEvent(new Event("change", { bubbles: true }));
      }
    });
  }
}
