// Starts the application. A file of its own, because the page's policy allows no inline script.
const { js, wasm } = document.querySelector('script[data-js]').dataset;

try {
  const { default: init } = await import(js);
  await init({ module_or_path: wasm });
} catch (error) {
  console.error(error);
  const boot = document.getElementById('boot');
  if (boot) {
    boot.setAttribute('role', 'alert');
    boot.textContent = 'Clientele could not be loaded. Check your connection and load the page again.';
  }
}
