// The element's words in the languages that it speaks, and which of them a reader gets.

const EN = {
  tag: "en",
  run: "Run",
  loading: "Loading…",
  again: "Try again",
  zoom: "Zoom",
  zoomOut: "Zoom out",
  zoomIn: "Zoom in",
  fit: "Fit",
  slider: "Event",
  status: (status) => status,
  at: (status, event, events) => `${status} · event ${event} / ${events}`,
  atAloud: (status, event, events) => `event ${event} of ${events}, ${status}`,
  kinds: { definition: "definition", history: "history", scenario: "scenario" },
  modules: { viewer: "viewer", player: "player" },
  noDefinition: "There is no definition here: the element needs `src`, or a `<pre>` with the definition inside.",
  notLoaded: (kind, address, why) => `The ${kind} ${address} could not be loaded: ${why}.`,
  answered: (kind, address, answer) => `The ${kind} ${address} could not be loaded: the server answers ${answer}.`,
  brokenOff: (kind, address, why) => `The ${kind} ${address} could not be read to its end: ${why}.`,
  tooLong: (kind, address) => `The ${kind} ${address} is too long to be shown here.`,
  noModule: (module, why) => `The ${module} could not be loaded: ${why}`,
  badHistory: (why) => `The history cannot be shown: ${why}`,
  stopped: "Flowglass has stopped here because of a mistake of its own. Reloading the page helps.",
};

const STATUSES = {
  Starting: "启动中",
  Running: "运行中",
  Succeeded: "成功",
  Failed: "失败",
  Stopped: "已停止",
  TimedOut: "超时",
};

const ZH = {
  tag: "zh-CN",
  run: "运行",
  loading: "加载中…",
  again: "重试",
  zoom: "缩放",
  zoomOut: "缩小",
  zoomIn: "放大",
  fit: "适应窗口",
  slider: "事件",
  status: (status) => STATUSES[status] ?? status,
  at: (status, event, events) => `${status} · 事件 ${event} / ${events}`,
  atAloud: (status, event, events) => `第 ${event} 个事件，共 ${events} 个，${status}`,
  kinds: { definition: "流程定义", history: "执行历史", scenario: "场景文件" },
  modules: { viewer: "绘图模块", player: "运行模块" },
  noDefinition: "这里没有流程定义：请设置 `src` 属性，或在元素内放一个包含定义的 `<pre>`。",
  notLoaded: (kind, address, why) => `无法加载${kind} ${address}：${why}。`,
  answered: (kind, address, answer) => `无法加载${kind} ${address}：服务器返回 ${answer}。`,
  brokenOff: (kind, address, why) => `${kind} ${address} 未能读完：${why}。`,
  tooLong: (kind, address) => `${kind} ${address} 过长，无法在此显示。`,
  noModule: (module, why) => `无法加载${module}：${why}`,
  badHistory: (why) => `无法显示执行历史：${why}`,
  stopped: "Flowglass 内部出错，已停止工作。请重新加载页面。",
};

/** English, which errors have when nobody looks at them. */
export const english = EN;

/** The words for an element: Chinese where its language is, as HTML says it (the closest `lang`), and else English. */
export function wordsFor(element) {
  return element.matches(":lang(zh)") ? ZH : EN;
}
