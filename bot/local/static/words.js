/** The page's own words, in the languages a person can choose. */

const WORDS = {
  en: {
    language: "Language", conversation: "Conversation", commands: "Commands", start: "START",
    message: "Message", send: "Send", ok: "OK", bot: "bot", typing: "typing…", edited: "edited",
    copied: "Copied", uncopied: "Could not copy", unsent: "Not sent. Is the server still running?",
    connecting: "connecting…", more: "Show all", less: "Show less", you: "You", buttons: "Buttons",
    silent: "The bot did not answer the button", other: "Message of another kind",
    reply: "In reply to", gone: "The local server is not answering. This page reconnects by itself.",
    ended: "The local server was started anew: open the address it prints now.",
    empty: "Press START or write a message to begin.",
  },
  es: {
    language: "Idioma", conversation: "Conversación", commands: "Comandos", start: "INICIAR",
    message: "Mensaje", send: "Enviar", ok: "Aceptar", bot: "bot", typing: "escribiendo…",
    edited: "editado", copied: "Copiado", uncopied: "No se pudo copiar",
    unsent: "No se envió. ¿Sigue en marcha el servidor?", connecting: "conectando…",
    more: "Mostrar todo", less: "Mostrar menos", you: "Usted", buttons: "Botones",
    silent: "El bot no respondió al botón", other: "Mensaje de otro tipo", reply: "En respuesta a",
    gone: "El servidor local no responde. Esta página se reconecta sola.",
    ended: "El servidor local se inició de nuevo: abra la dirección que indica ahora.",
    empty: "Pulse INICIAR o escriba un mensaje para empezar.",
  },
};

let language = "en";

/** One of the page's words in the language chosen. */
export const word = (name) => WORDS[language][name];

/** Puts the whole page into a language. */
export function speak(code) {
  language = code in WORDS ? code : "en";
  document.documentElement.lang = language;
  for (const part of document.querySelectorAll("[data-words]")) {
    part.textContent = word(part.dataset.words);
  }
  for (const part of document.querySelectorAll("[data-label]")) {
    part.setAttribute("aria-label", word(part.dataset.label));
  }
  for (const part of document.querySelectorAll("[data-placeholder]")) {
    part.placeholder = word(part.dataset.placeholder);
  }
}
