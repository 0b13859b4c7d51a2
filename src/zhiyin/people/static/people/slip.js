/* The code of a slip: out of the part of the address that is never sent, or out of a photo of its QR code. */
(function () {
  "use strict";
  var doc = document;
  function fill(address) {
    var parts = address.split("#");
    var number = /[?&]n=([^&#]+)/.exec(parts[0]);
    var code = parts[1] || "";
    if (!/^[0-9A-Za-z-]{6,12}$/.test(code)) return false;
    if (number) doc.querySelector("[name=number]").value = decodeURIComponent(number[1]);
    doc.querySelector("[name=code]").value = code.replace(/-/g, "").replace(/(.{4})(?=.)/, "$1-");
    return true;
  }
  if (doc.querySelector("[data-slip]") && fill(location.href)) {
    history.replaceState(null, "", location.pathname + location.search);
  }
  var scan = doc.querySelector("[data-scan]");
  if (!scan || !("BarcodeDetector" in window) || !window.createImageBitmap) return;
  scan.hidden = false;
  var failed = doc.querySelector("[data-scan-failed]");
  scan.querySelector("input").addEventListener("change", function (event) {
    var file = event.target.files[0];
    if (!file) return;
    createImageBitmap(file).then(function (image) {
      return new window.BarcodeDetector({ formats: ["qr_code"] }).detect(image);
    }).then(function (found) {
      failed.hidden = found.some(function (one) { return fill(one.rawValue); });
    }).catch(function () { failed.hidden = false; });
  });
})();
