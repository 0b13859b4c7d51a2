/* 职音 Zhiyin — keeps what one writes behind /app/ on the server. Without it a button does the same. */
(function () {
  "use strict";
  var form = document.querySelector("form[data-keep-at]");
  if (!form) return;
  var told = form.querySelector("[data-kept]");
  var names = ["csrfmiddlewaretoken", "token", "text", "topic", "place", "unit", "way"];
  var timer;

  function tell(kept) {
    told.hidden = !kept;
    if (kept) form.querySelector("[data-clear]").hidden = false;
  }
  function save() {
    var body = new FormData();
    names.forEach(function (name) {
      var field = form.elements[name];
      if (field) body.append(name, field.value);
    });
    fetch(form.dataset.keepAt, { method: "POST", body: body, credentials: "same-origin" }).then(
      function (answer) { tell(answer.status === 204); },
      function () { tell(false); }
    );
  }
  function later() {
    clearTimeout(timer);
    tell(false);
    timer = setTimeout(save, 1500);
  }
  form.addEventListener("input", later);
  form.addEventListener("submit", function () { clearTimeout(timer); });
}());
