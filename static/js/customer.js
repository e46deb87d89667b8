// The customer in view: what is known of the number that is entered, before anything is saved.

class Customer {
  constructor(form, place, url) {
    this.form = form;
    this.place = place;
    this.url = url;
    this.number = form.elements.customer_ref;
    this.status = this.place.parentElement.appendChild(document.createElement("p"));
    this.status.className = "visually-hidden";
    this.status.setAttribute("role", "status");
    this.shown = this.number.value;
    this.followed = null;
    this.listen();
    if (this.shown && !this.place.querySelector("[data-sum]")) {
      this.load();
    }
  }

  listen() {
    this.number.addEventListener("input", () => this.leave());
    this.number.addEventListener("change", () => this.enter());
    this.place.addEventListener("click", (event) => this.onClick(event.target));
    this.form.addEventListener("register:chosen", ({ detail }) => {
      if (this.followed && detail.code !== this.followed) {
        this.follow(null);
      }
    });
    this.form.addEventListener("register:cleared", () => this.restart());
  }

  onClick(target) {
    const same = target.closest("button[name=same]");
    const done = target.closest("[data-done]");
    if (same) {
      this.follow(same.getAttribute("aria-pressed") === "true" ? null : same);
    } else if (done) {
      this.finish(done);
    } else if (target.closest("[data-forget]")) {
      this.forget();
      this.number.focus();
    }
  }

  // Another number is being typed: what is shown is about somebody else.
  leave() {
    if (this.number.value !== this.shown) {
      this.forget();
    }
  }

  enter() {
    if (this.number.value !== this.shown) {
      this.load();
    }
  }

  forget() {
    this.asking?.abort();
    this.follow(null);
    this.form.elements.customer_key.value = "";
    this.shown = "";
    this.show("");
  }

  // --- What the server knows ----------------------------------------------------------------------

  async load() {
    this.asking?.abort();
    this.asking = new AbortController();
    this.shown = this.number.value;
    const { signal } = this.asking;
    try {
      const { customer_ref, customer_key } = this.form.elements;
      const fields = { customer_ref: customer_ref.value, customer_key: customer_key.value };
      const answer = await this.post(this.url, fields, signal);
      await this.tell(answer, signal);
    } catch (error) {
      if (!signal.aborted) {
        this.fail();
      }
    }
  }

  // A stranger is sent to the log-in page, which is no answer.
  post(url, fields, signal) {
    const token = this.form.elements.csrfmiddlewaretoken.value;
    return fetch(url, {
      method: "POST",
      headers: { "HX-Request": "true" },
      body: new URLSearchParams({ ...fields, csrfmiddlewaretoken: token }),
      redirect: "error",
      signal,
    });
  }

  async tell(answer, signal) {
    if (answer.status === 422) {
      const [detail] = (await answer.json()).errors;
      this.form.dispatchEvent(new CustomEvent("register:invalid", { bubbles: true, detail }));
      this.say(detail.message);
    } else if (answer.ok || answer.status === 429) {
      const html = await answer.text();
      if (!signal.aborted) {
        this.show(html);
      }
    } else {
      this.fail();
    }
  }

  show(html) {
    this.place.innerHTML = html;
    this.mark();
    const sum = this.place.querySelector("[data-sum]") ?? this.place.querySelector(".notice");
    this.say(sum?.textContent ?? "");
  }

  // Entered once more, it is asked for once more.
  fail() {
    this.shown = "";
    const text = document.createElement("p");
    text.className = "muted small";
    text.textContent = this.place.dataset.failed;
    this.place.replaceChildren(text);
    this.say(text.textContent);
  }

  say(text) {
    this.status.textContent = text.replace(/\s+/g, " ").trim();
  }

  // --- What the agent does with it ----------------------------------------------------------------

  // "Calls back about the same": the form takes over what that contact was about.
  follow(button) {
    if (button) {
      const { follows, reason, ...rest } = Object.fromEntries(new URLSearchParams(button.value));
      const dimensions = Object.fromEntries(
        Object.entries(rest).map(([name, value]) => [name.replace("dim:", ""), value]),
      );
      const detail = { follows, reason, dimensions };
      this.form.dispatchEvent(new CustomEvent("register:fill", { bubbles: true, detail }));
      this.followed = reason;
    } else {
      this.form.elements.follows.value = "";
      this.followed = null;
    }
    this.mark();
  }

  mark() {
    const followed = this.form.elements.follows.value;
    for (const button of this.place.querySelectorAll("button[name=same]")) {
      const isIt = followed !== "" && new URLSearchParams(button.value).get("follows") === followed;
      button.setAttribute("aria-pressed", String(isIt));
    }
  }

  async finish(button) {
    button.disabled = true;
    const answer = await this.post(button.dataset.done, {}).catch(() => null);
    if (!answer?.ok) {
      button.disabled = false;
      this.say(this.place.dataset.failed);
      return;
    }
    const { message } = await answer.json();
    await this.load();
    this.say(message);
    this.place.focus();
  }

  // The next contact is with somebody else, and no longer the one that a screen-pop opened.
  restart() {
    this.forget();
    document.querySelector("[data-screen-pop]")?.remove();
    window.history.replaceState(null, "", window.location.pathname);
  }
}

const { customer: url } = JSON.parse(document.getElementById("workspace").textContent);
new Customer(document.querySelector("[data-register]"), document.querySelector("[data-customer]"), url);
