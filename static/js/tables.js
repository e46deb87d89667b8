// A table that fits its frame needs no sideways scroll: then its head can stick to the window,
// and the frame is no stop on the way of the Tab key.

const observer = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    fit(target);
  }
});

function fit(frame) {
  const fits = frame.scrollWidth <= frame.clientWidth && frame.scrollHeight <= frame.clientHeight;
  frame.classList.toggle("fits", fits);
  if (fits) {
    frame.removeAttribute("tabindex");
  } else {
    frame.tabIndex = 0;
  }
}

export function enhanceTables(root) {
  for (const frame of root.querySelectorAll(".table-wrap")) {
    observer.observe(frame);
  }
}
