//! Records from a fixed seed: 4.5 KB of TOML each, of many customers, most of them closed as in a store that is in use.

use std::fmt::Write as _;

/// Numbers that look random and are the same every time.
pub struct Seed(u64);

impl Seed {
    /// The only seed.
    pub fn fixed() -> Self {
        Self(0x5eed_b00c)
    }

    /// The next number below `limit` (xorshift).
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).expect("below a usize")
    }

    fn words(&mut self, count: usize) -> String {
        (0..count).map(|_| WORDS[self.below(WORDS.len())]).collect::<Vec<_>>().join(" ")
    }
}

const WORDS: &[&str] = &[
    "account",
    "group",
    "member",
    "owner",
    "token",
    "runner",
    "project",
    "namespace",
    "invite",
    "export",
    "import",
    "domain",
    "certificate",
    "restore",
    "verify",
    "announce",
    "console",
    "query",
    "batch",
    "limit",
    "window",
    "mirror",
    "pipeline",
    "registry",
    "storage",
    "archive",
    "transfer",
    "enforce",
    "disable",
    "confirm",
];

/// A mark on a checklist item.
const DONE: &str = "mark = \"done\"\nby = \"John Doe <john.doe@example.com>\"\nat = 2026-03-01T09:00:00Z\n";
/// How a record says that everything is done.
pub const CLOSED: &str = "state = \"closed\"\nresult = \"completed\"";
/// How it says that only the closing is left.
pub const WRAPPED: &str = "state = \"wrap-up\"";

/// One made-up runbook.
pub struct Record {
    /// `customer/task`, both slugs.
    pub id: String,
    /// The file.
    pub toml: String,
}

/// The runbook of this number.
pub fn make(number: usize, seed: &mut Seed) -> Record {
    let customer = format!("Customer {}", number / 20);
    let task = format!("{} {number}", seed.words(3));
    let id = format!("customer-{}/{}", number / 20, task.replace(' ', "-"));
    let closed = !number.is_multiple_of(10);
    let mut toml = header(&customer, &task, closed, seed);
    contacts(&mut toml);
    for item in 0..5 {
        let mark = if closed { DONE } else { "" };
        let _ = write!(toml, "\n[[pre_call]]\nid = \"check-{item}\"\ntext = \"{}\"\n{mark}", seed.words(9));
    }
    let _ = write!(
        toml,
        "\n[[permissions]]\nid = \"may-act\"\naction = \"{}\"\nfrom = \"ann\"\nstanding = \"owner\"\ncovers = [\"task-1\"]\nstate = \"granted\"\nasked_at = 2026-02-20T09:00:00Z\nanswered_at = 2026-02-21T09:00:00Z\nanswered_by = \"Ann Smith\"\nevidence = \"https://tickets.example.com/{number}\"\n",
        seed.words(12)
    );
    for task in 0..6 {
        let _ = write!(
            toml,
            "\n[[tasks]]\nid = \"task-{task}\"\ntitle = \"{}\"\nlink = \"https://docs.example.com/{task}\"\ninstructions = \"\"\"\n{}\n\"\"\"\nestimate = \"{}m\"\n",
            seed.words(5),
            seed.words(18),
            5 + seed.below(55)
        );
        if closed {
            toml.push_str("\n[[tasks.attempts]]\nstarted_at = 2026-03-02T10:00:00Z\nfinished_at = 2026-03-02T10:20:00Z\noutcome = \"success\"\nby = \"John Doe <john.doe@example.com>\"\n");
        }
    }
    let _ = write!(toml, "\n[rollback]\nplan = \"{}\"\n", seed.words(20));
    let mark = if closed { DONE } else { "" };
    let _ = write!(toml, "\n[[post_call]]\nid = \"tell\"\ntext = \"{}\"\n{mark}", seed.words(8));
    let duty = seed.words(6);
    let _ = write!(toml, "\n[[obligations]]\nid = \"update-issue\"\nkind = \"update-issue\"\nwhat = \"{duty}\"\n");
    if closed {
        toml.push_str("discharged_at = 2026-03-02T12:00:00Z\nevidence = \"https://issues.example.com/1\"\nby = \"John Doe <john.doe@example.com>\"\n");
    }
    let length = toml.len();
    if length < 4_500 {
        let _ = write!(toml, "\n# {}\n", "Kept by hand. ".repeat((4_500 - length) / 14));
    }
    Record { id, toml }
}

fn header(customer: &str, task: &str, closed: bool, seed: &mut Seed) -> String {
    let state = if closed { CLOSED } else { "state = \"draft\"" };
    format!(
        "format = 1\ncustomer = \"{customer}\"\ntask = \"{task}\"\nsummary = \"{}\"\nexpected_result = \"{}\"\nconfidential = true\n{state}\ndri = \"@john_doe\"\nscheduled_at = 2026-{:02}-{:02}T10:00:00Z\ntime_zone = \"Europe/Berlin\"\nagreed = \"https://tickets.example.com/agreed\"\nmeeting_url = \"https://meet.example.com/call\"\nissue_url = \"https://issues.example.com/1\"\n",
        seed.words(14),
        seed.words(10),
        1 + seed.below(12),
        1 + seed.below(28)
    )
}

fn contacts(toml: &mut String) {
    for (id, side, name, duty) in [
        ("john-doe", "gitlab", "John Doe", "execute"),
        ("jane-smith", "gitlab", "Jane Smith", "communicate"),
        ("ann", "customer", "Ann Smith", "verify"),
    ] {
        let _ = write!(
            toml,
            "\n[[contacts]]\nid = \"{id}\"\nside = \"{side}\"\nname = \"{name}\"\nhandle = \"@{}\"\nemail = \"{id}@example.com\"\nrole = \"on the call\"\nduties = [\"{duty}\"]\ntime_zone = \"Europe/Berlin\"\n",
            id.replace('-', "_")
        );
    }
}
