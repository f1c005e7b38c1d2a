// An unseen component in each upload field: it keeps the file that was chosen there while the page is open. A server that
// is found after a lost connection does not have it: then it is chosen once more, as by the user.
//
// data.session is the server's name of its session, and data.has says whether that has the file.

const MOST = 10_000_000; // bytes; larger ones are refused by the field

export default function ({ data }) {
  window.sentAgain ??= new SentAgain();
  window.sentAgain.show(data);
}

class SentAgain {
  constructor() {
    this.kept = {}; // by the fields' keys
    document.addEventListener("change", ({ target }) => this.keep(target, target.files), true);
    document.addEventListener("drop", ({ target, dataTransfer }) => this.keep(target, dataTransfer?.files), true);
  }

  // A copy: the file may change on the disk.
  async keep(target, files) {
    const field = target.closest?.('[class*="st-key-upload_"]');
    if (!field || !files?.length || files[0].size > MOST) return;
    const [, key] = field.className.match(/st-key-upload_(\S+)/);
    const { name, type } = files[0];
    this.kept[key] = { file: new File([await files[0].arrayBuffer()], name, { type }), session: this.session };
  }

  show({ key, session, has }) {
    this.session = session;
    const kept = this.kept[key];
    if (!kept) return;
    if (has) Object.assign(kept, { session, arrived: true });
    else if (kept.session !== session) this.choose(key, Object.assign(kept, { session, arrived: false }));
    else if (kept.arrived) delete this.kept[key]; // the user has taken it away
  }

  choose(key, { file }) {
    const input = document.querySelector(`.st-key-upload_${CSS.escape(key)} input[type="file"]`);
    const chosen = new DataTransfer();
    chosen.items.add(file);
    input.files = chosen.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }
}
