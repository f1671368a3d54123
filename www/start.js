// Says so when the page cannot start; the app removes the words as soon as it draws itself.

function report() {
  const loading = document.getElementById("loading");
  if (loading) {
    loading.setAttribute("role", "alert");
    loading.textContent = "Flowglass could not start. Please reload the page, or try a current version of Chrome, Edge, Firefox or Safari.";
  }
}

// Errors of loading a script or stylesheet do not bubble, hence the capture.
addEventListener("error", report, true);
addEventListener("unhandledrejection", report);
