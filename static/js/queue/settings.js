// What the server tells the queue of this page (templates/partials/_queue.html); null where the
// reader may not register.

const element = document.getElementById("queue-settings");

export const settings = element && JSON.parse(element.textContent);
