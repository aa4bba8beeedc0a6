// Makes and uses passkeys: asks the portal what is wanted, the browser for it, and sends the answer with the form.
const known = new WeakSet();

function say(form, words) {
  const fault = form.querySelector('.fault');
  fault.textContent = words;
  fault.hidden = !words;
}

async function ask(form) {
  const answer = await fetch(form.dataset.ask, { method: 'POST', body: new URLSearchParams(new FormData(form)), redirect: 'manual' }).catch(() => null);
  if (answer?.status === 429) throw new Error(await answer.text());
  if (!answer?.ok) throw new Error('The portal could not be asked. Load the page again and try once more.');
  const wanted = await answer.json();
  if (wanted.fault) throw new Error(wanted.fault);
  return wanted;
}

async function answer(form) {
  const wanted = await ask(form);
  return form.dataset.passkey === 'create'
    ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(wanted) })
    : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(wanted) });
}

function wordsFor(error) {
  if (error.name === 'InvalidStateError') return 'This device has a passkey for your account already.';
  // The browser says the same for “cancelled”, “too slow” and “there is none”.
  if (error instanceof DOMException) return 'No passkey was used: the browser found none, or it was cancelled. Try again, or use another way.';
  return error.message;
}

export function start(form) {
  // Until now a press would have sent the form without a passkey.
  form.querySelector('button').disabled = false;
  if (known.has(form)) return;
  known.add(form);
  form.addEventListener('submit', async event => {
    event.preventDefault();
    if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON)
      return say(form, 'This browser cannot use passkeys here. Use another browser, or another way.');
    const button = form.querySelector('button');
    say(form, '');
    button.disabled = true;
    try {
      form.elements.answer.value = JSON.stringify(await answer(form));
      form.submit();
    } catch (error) {
      say(form, wordsFor(error));
    } finally {
      button.disabled = false;
    }
  });
}
