// The viewer of the npm package in a page, as a docs page loads it.
const { default: start, Picture } = await import(new URL("/viewer/viewer.js", location.href).href);
await start();
const picture = new Picture(document.querySelector("#place"), () => {});

window.bench = { flow: (text) => picture.draw(text, "") };
