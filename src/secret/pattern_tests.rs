//! For the tests: shapes of secrets, where they stand, what is free, and ordinary texts of this work. Data, and how it is made.
//!
//! Shapes are written as patterns and put together when the tests run: `{20}` stands for so many letters and digits, with
//! `h` for base 16, `C` capitals, `s` small letters and digits, `d` digits, `b` base64; `^` parts what would look like one.

use std::fs;
use std::path::{Path, PathBuf};

/// One of these, by a number.
pub(super) fn pick<T: Copy>(from: &[T], number: u64) -> T {
    from[usize::try_from(number % from.len() as u64).unwrap()]
}

/// So many characters of an alphabet, mixed as chance mixes them, the same in every run.
fn mixed(alphabet: &[u8], length: usize, seed: u64) -> String {
    let mut state = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from(pick(alphabet, state >> 33))
    };
    (0..length).map(|_| next()).collect()
}

const DIGITS: &[u8] = b"0123456789";
const HEX: &[u8] = b"0123456789abcdef";
const SMALL: &[u8] = b"abcdefghijklmnopqrstuvwxyz0123456789";
const CAPITALS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const PLAIN: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const BASE64: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// A secret of a pattern, the same in every run.
pub(super) fn made(pattern: &str, seed: u64) -> String {
    let mut out = String::new();
    let mut rest = pattern;
    let mut part = seed;
    while let Some((head, tail)) = rest.split_once('{') {
        let (spec, behind) = tail.split_once('}').unwrap();
        part += 1;
        let kinds = [("h", HEX), ("s", SMALL), ("C", CAPITALS), ("d", DIGITS), ("b", BASE64)];
        let named = kinds.iter().find_map(|(kind, alphabet)| Some((*alphabet, spec.strip_prefix(kind)?)));
        let (alphabet, length) = named.unwrap_or((PLAIN, spec));
        out.push_str(&head.replace('^', ""));
        out.push_str(&mixed(alphabet, length.parse().unwrap(), part));
        rest = behind;
    }
    out + &rest.replace('^', "")
}

/// Shapes in use, as their issuers write them.
pub(super) const SHAPES: &[&str] = &[
    "cloudflared service install eyJhI^joi{160}",
    "snyk_ua^t.{h8}.{80}",
    "dnsimple_^a_{32}",
    "dvc_serv^er_{s36}",
    "end^r+{20}",
    "unke^y_{26}",
    "ATT^A{h64}",
    "mergify_application^_key_{48}",
    "mk^a_{60}",
    "vercel_blob^_rw_{16}_{30}",
    "ai^o_{28}",
    "wak^a_{h8}-{h4}-{h4}-{h4}-{h12}",
    "samsara_^api_{30}",
    "s-s4t2u^d-{h64}",
    "f^c-{h32}",
    "access_token$produc^tion${s16}${h32}",
    "AQ^Emhm{40}-{40}=-{20}",
    "persona_produc^tion_{h8}-{h4}-{h4}-{h4}-{h12}",
    "secret-token:mercu^ry_{40}",
    "api_liv^e.{32}",
    "sandbo^x_{40}",
    "E^S_{h32}",
    "BBD^C-{b44}",
    "dt0s1^6.{C24}.{C64}",
    "{h36}NRA^L",
    "ddap^p_{34}",
    "qo^v_{40}",
    "r^t_{C64}",
    "$^6$rounds=5000${16}${86}",
    "$^y$j9T${22}${43}",
    "$^2y$12${53}",
    "$ap^r1${8}${22}",
    "MTk4NjIyNDgz^NDcxOTI1MjQ4.{6}.{38}",
    "DD-APPLICATION-K^EY: {h40}",
    "Fastly-K^ey: {32}",
    "Authorization: SSW^S 00{40}",
    "Authorization: GenieK^ey {h8}-{h4}-{h4}-{h4}-{h12}",
    "X-Goog-Sign^ature={h128}",
    "MIIE^vQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC{120}",
    "MIIEo^wIBAAKCAQEA{120}",
    "MHcCAQ^EEI{100}",
    "MC4CAQ^AwBQYDK2VwBCIEI{43}",
    "MIIJnDB^OBgkqhkiG9w0BBQ0wQTApBgkqhkiG9w0BBQwwHAQI{120}",
    "b3BlbnNzaC1r^ZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZWQyNTUxOQAAACA{60}",
    "AVN^S_{20}",
    "CCD^B1_{22}_{40}",
    "4b1^d{38}",
    "AP^I-{C26}",
    "pt^r_{b44}",
    "dnke^y-{26}-{52}",
    "root^ly_{h64}",
    "zpk^a_{32}_{8}",
    "tes^t_{h35}",
    "scaut^h_{12}.{4}.acc-{16}.{64}",
    "VF.D^M.{24}.{16}",
    "dd^p_{36}",
    "y0^_{58}",
    "sqa^_{h40}",
    "mm^k_{40}",
    "wl^u_{40}",
    "ji^na_{60}",
    "sk-l^f-{h8}-{h4}-{h4}-{h4}-{h12}",
    "ses^s-{40}",
    "cfu^t_{40}",
    "CLOJ^ARS_{s60}",
    "EAA^B{90}",
    "vca^_{24}",
    "https://events.pager^duty.com/integration/{h32}/enqueue",
    "{40}{2}JQQJ^99{40}",
    "IQo^Jb3JpZ2lu{80}",
    "p^k_{d8}_{C32}",
    "glp^at-{20}",
    "glp^at-{27}.01.{s9}",
    "gld^t-{20}",
    "glr^t-{20}",
    "glr^t-t1_{20}",
    "glrt^r-{20}",
    "glc^bt-{2}_{20}",
    "glpt^t-{h40}",
    "glf^t-{20}",
    "glso^at-{20}",
    "glim^t-{20}",
    "glag^ent-{50}",
    "glffc^t-{20}",
    "glo^as-{h64}",
    "glw^t-{20}",
    "GR1348^941{20}",
    "gh^p_{36}",
    "gh^o_{36}",
    "gh^u_{36}",
    "gh^s_{36}",
    "gh^r_{36}",
    "github^_pat_{22}_{59}",
    "ATATT^3xFfGF0{180}={C8}",
    "ATCTT^3xFfGN0{150}={C8}",
    "ATB^B{28}{h8}",
    "bku^a_{h40}",
    "CCIPAT^_{22}_{h40}",
    "sgp^_{h16}_{h40}",
    "sgp^_{h40}",
    "sq^p_{h40}",
    "sq^u_{h40}",
    "dckr^_pat_{27}",
    "dckr^_oat_{32}",
    "AKC^p{69}",
    "cmVmd^GtuOjAxOj{60}",
    "np^m_{36}",
    "pyp^i-AgEIcHlwaS5vcmc{80}",
    "rubyge^ms_{h48}",
    "oy^2{s43}",
    "ci^o{32}",
    "CLOJA^RS_{s60}",
    "PMA^K-{h24}-{h34}",
    "sntr^ys_{90}_{43}",
    "sntr^yu_{h64}",
    "fig^d_{40}",
    "AK^IA{C16}",
    "AS^IA{C16}",
    "AB^SKQmVkcm9ja0FQSUtleS{110}=",
    "bedrock-api^-key-YmVkcm9jay5hbWF6b25hd3MuY29t{80}",
    "IQoJb3J^pZ2luX2Vj{300}",
    "amzn^.mws.{h8}-{h4}-{h4}-{h4}-{h12}",
    "AI^za{35}",
    "ya2^9.{120}",
    "GOC^SPX-{28}",
    "1/^/0{d1}{40}",
    "{b76}+AS^t{8}==",
    "{b32}{b8}+AS^b{6}=",
    "{40}{4}AzF^u{8}==",
    "{42}+AC^R{6}",
    "{52}JQQJ^99{26}",
    "{C3}8Q~{34}",
    "{76}AZ^DO{4}",
    "https://x.blob.core.windows.net/c?sv=2024-01-01&si^g={b43}%3D",
    "AccountK^ey={b86}==",
    "SharedAccessK^ey={b43}=",
    "dop^_v1_{h64}",
    "doo^_v1_{h64}",
    "dor^_v1_{h64}",
    "LTA^I5t{20}",
    "AKI^D{32}",
    "AQV^N{36}",
    "HRK^U-{8}-{4}-{4}-{4}-{16}",
    "HRK^U-AA{60}",
    "vc^p_{40}",
    "nf^p_{36}",
    "fm2^_{b120}",
    "fo1^_{43}",
    "rn^d_{28}",
    "tk-u^s-{48}",
    "v1.^0-{h24}-{h146}",
    "sha25^6~{43}",
    "hvs^.{90}",
    "hvb^.{140}",
    "hvr^.{90}",
    "{14}.atlas^v1.{67}",
    "pu^l-{h40}",
    "dp.p^t.{43}",
    "dp.s^t.prd.{43}",
    "ic^o-{32}",
    "ops^_eyJ{250}",
    "A^3-{C6}-{C11}-{C5}-{C5}-{C5}",
    "AGE-SECRET^-KEY-1{C58}",
    "tske^y-auth-{16}-{32}",
    "tske^y-api-{16}-{32}",
    "dap^i{h32}",
    "dap^i{h32}-2",
    "pn^u_{s36}",
    "gls^a_{32}_{h8}",
    "gl^c_{b120}=",
    "eyJr^Ijoi{90}",
    "NRA^K-{C27}",
    "NRI^I-{32}",
    "{h32}FFFF^NRAL",
    "dt0c^01.{C24}.{C64}",
    "ess^u_{80}",
    "pscale^_tkn_{43}",
    "pscale^_pw_{43}",
    "pscale^_oauth_{43}",
    "sb^p_{h40}",
    "sb_sec^ret_{22}_{8}",
    "napi^_{64}",
    "{6}_{29}_mm^k",
    "sd^k-{h8}-{h4}-{h4}-{h4}-{h12}",
    "sk-pr^oj-{74}T3BlbkFJ{74}",
    "sk-svca^cct-{74}T3BlbkFJ{74}",
    "sk-ad^min-{58}T3BlbkFJ{58}",
    "s^k-{20}T3BlbkFJ{20}",
    "s^k-{h32}",
    "sk-an^t-api03-{93}AA",
    "sk-an^t-admin01-{93}AA",
    "sk-o^r-v1-{h64}",
    "hf^_{34}",
    "api_or^g_{34}",
    "gs^k_{52}",
    "ppl^x-{48}",
    "xa^i-{80}",
    "r^8_{37}",
    "f^w_{24}",
    "cs^k-{48}",
    "tgp_v^1_{43}",
    "lsv2^_pt_{h32}_{h10}",
    "pcs^k_{6}_{60}",
    "wandb^_v1_{77}",
    "p^a-{43}",
    "s^k_{h48}",
    "tvl^y-dev-{32}",
    "nvap^i-{64}",
    "e2^b_{h40}",
    "xox^b-{d12}-{d13}-{24}",
    "xox^p-{d12}-{d12}-{d12}-{h32}",
    "xox^e-1-{b0}{150}",
    "xox^e.xoxp-1-{160}",
    "xox^a-2-{d12}-{24}",
    "xox^s-{d12}-{24}",
    "xox^c-{d12}-{d12}-{h64}",
    "xox^d-{60}",
    "xap^p-1-A{C9}-{d13}-{h64}",
    "hooks.sl^ack.com/services/T{C9}/B{C9}/{24}",
    "https://hooks.sl^ack.com/workflows/T{C9}/A{C9}/{d17}/{24}",
    "https://disc^ord.com/api/webhooks/{d18}/{68}",
    "https://acme.webho^ok.office.com/webhookb2/{h8}-{h4}-{h4}-{h4}-{h12}@{h8}-{h4}-{h4}-{h4}-{h12}/IncomingWebhook/{h32}/{h8}-{h4}-{h4}-{h4}-{h12}",
    "https://hooks.zap^ier.com/hooks/catch/{d7}/{s7}",
    "https://hook.eu1.ma^ke.com/{s32}",
    "https://maker.ifttt.com/trigger/x/wit^h/key/{22}",
    "{d9}:A^A{33}",
    "S^K{h32}",
    "S^G.{22}.{43}",
    "ke^y-{h32}",
    "{h32}-u^s21",
    "xkeys^ib-{h64}-{16}",
    "r^e_{8}_{24}",
    "mls^n.{h64}",
    "whs^ec_{32}",
    "whs^ec_{b44}",
    "sk_li^ve_{24}",
    "rk_li^ve_{24}",
    "sk_te^st_{24}",
    "sk_li^ve_{99}",
    "shp^at_{h32}",
    "shp^ca_{h32}",
    "shp^pa_{h32}",
    "shp^ss_{h32}",
    "sq0a^tp-{22}",
    "sq0c^sp-{43}",
    "EAA^A{60}",
    "access-produc^tion-{h8}-{h4}-{h4}-{h4}-{h12}",
    "duffel_te^st_{43}",
    "EZA^K{54}",
    "FLWSE^CK_TEST-{h32}-X",
    "shippo_li^ve_{h40}",
    "pdl_li^ve_apikey_{26}_{22}_{3}",
    "polar_o^at_{43}",
    "c^k_{h40}",
    "c^s_{h40}",
    "lin_a^pi_{40}",
    "nt^n_{46}",
    "secre^t_{43}",
    "pa^t{14}.{h64}",
    "pat-n^a1-{h8}-{h4}-{h4}-{h4}-{h12}",
    "tf^p_{44}_{14}",
    "fio^-u-{64}",
    "rd^me_{s70}",
    "CFP^AT-{43}",
    "sl.u^.{130}",
    "s^k.eyJ{80}.{22}",
    "p8^e-{32}",
    "p^k_{d8}_{C32}",
    "ph^x_{43}",
    "apify_a^pi_{36}",
    "pa^t.{22}.{h24}.{20}",
    "sm_pa^t_{16}",
    "ory_a^t_{43}.{43}",
    "eyJ{20}.eyJ{40}.{43}",
    "postgres:^//app:{20}@db.acme.com/main",
    "https:^//oauth2:{24}@git.acme.com/a.git",
    "PGPASSWORD={16}",
    "dbpassw^ord={16}",
    "rootpassw^ord: {16}",
    "LDAPPASSW^ORD={16}",
    "authtok^en={20}",
    "accesstok^en={20}",
    "clientsecr^et={20}",
    "apitok^en: {20}",
    "DB_PASSW^ORD={16}",
    "--passw^ord {16}",
    "AWS_SECRET^_ACCESS_KEY={b40}",
    "X-Api-K^ey: {24}",
    "curl -u root:{16} https://gitlab.acme.com",
    "curl -sS --user root:{16} https://x",
    "curl -uroot:{16} https://x",
    "mysql -uroot -p{16} gitlab",
    "sshpass -p {16} ssh x",
    "sshpass -p{16} ssh x",
    "redis-cli -h x -a {16} ping",
    "machine x.acme.com login tom password {16}",
    "Cookie: _gitlab_session={h32}",
    "Set-Cookie: sid={32}; Path=/",
    "Authorization: Bearer {32}",
    "Authorization: Basic {b32}",
    "-----BEGIN RSA PRIVATE KEY-----\n{b64}\n-----END RSA PRIVATE KEY-----",
    "-----BEGIN OPENSSH PRIVATE KEY-----\n{b64}\n-----END OPENSSH PRIVATE KEY-----",
    "-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n{b64}\n-----END PGP PRIVATE KEY BLOCK-----",
    "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nPrivate-Lines: 1\n{b40}\nPrivate-MAC: {h64}",
];

/// Base64, as programs write it.
pub(super) fn base64(bytes: &[u8]) -> String {
    let digits = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digit = |number: u32| char::from(digits[usize::try_from(number & 63).unwrap()]);
    let group = |group: &[u8]| {
        let number = group.iter().chain(&[0, 0]).take(3).fold(0, |number, byte| number << 8 | u32::from(*byte));
        let all = [18, 12, 6, 0].map(|bits| digit(number >> bits));
        (0..4).map(|at| if at <= group.len() { all[at] } else { '=' }).collect::<String>()
    };
    bytes.chunks(3).map(group).collect()
}

/// A text with the secret in it, in each of the surroundings in which secrets stand.
pub(super) fn surroundings(secret: &str) -> Vec<(&'static str, String)> {
    let escaped = secret.replace('\n', "\\n");
    let mut all = vec![
        ("start", secret.to_owned()),
        ("sentence", format!("it is {secret} and nothing else")),
        ("quoted", format!("say \"{secret}\" and '{secret}'")),
        ("JSON", format!("{{\"level\":\"info\",\"msg\":\"line\\n{escaped}\\nnext\",\"n\":1}}")),
        ("unicode escape", format!("{{\"msg\":\"\\u0022{escaped}\\u0022\"}}")),
        ("header", format!("curl -H 'X-Thing: {secret}' https://x")),
        ("comment", format!("x = 1 # {secret}")),
        ("CSV", format!("a,{secret},b")),
        ("coloured", format!("\u{1b}[31m{secret}\u{1b}[0m")),
        ("escapes", format!("a\\n{escaped}\\tb")),
        ("escaped twice", format!("{{\\\"msg\\\":\\\"say \\\\n{escaped}\\\\n\\\"}}")),
        ("ANSI written out", format!("\\u001b[31m{escaped}\\u001b[0m and \\x1b[1m{escaped}\\x1b[m")),
        ("HTML", format!("<td title=&quot;{secret}&quot;>&#34;{secret}&#34;</td>")),
        ("XML", format!("<add key=\"x\" value=\"{secret}\"/><v>{secret}</v>")),
        ("YAML", format!("x: \"{escaped}\"\ny: '{escaped}'")),
        ("list", format!("- {secret}")),
        ("PHP", format!("$x = array('y' => '{secret}', 'n' => 1);")),
        ("table", format!("| x | {secret} | `{secret}` |")),
        ("brackets", format!("({secret}) [{secret}] <{secret}>")),
        ("tabs", format!("a\t{secret}\tb")),
        ("shell", format!("export X=\"{secret}\"; Y='{secret}'")),
    ];
    all.push(("base64", format!("data: {}", base64(secret.as_bytes()))));
    if !secret.contains('\n') {
        let half = secret.len() / 2;
        let (head, rest) = secret.split_at(half);
        all.push(("coloured inside", format!("say {head}\u{1b}[31m{rest}\u{1b}[0m end")));
        all.push(("NULs between", secret.chars().flat_map(|c| [c, '\0']).collect()));
        all.push(("struck over", secret.chars().flat_map(|c| [c, '\u{8}', c]).collect()));
        all.push(("marks without width", format!("{head}\u{200b}{rest}")));
    }
    if !secret.contains([' ', '\n']) {
        all.push(("address", format!("https://x.acme.com/?a=1&b={secret}&c=2")));
        all.push(("percent", format!("https://x.acme.com/%0A{secret}%0Ab")));
        all.push(("option", format!("run -H{secret}")));
        all.push(("assigned", format!("X={secret}")));
        all.push(("percent quotes", format!("https://x.acme.com/?q=%7B%22a%22%3A%22{secret}%22%7D")));
        all.push(("entity", format!("https://x.acme.com/?a=1&amp;b={secret}&amp;c=2")));
    }
    all
}

/// What a vendor documents, a person writes in place of a secret, or a program prints that is none.
pub(super) const FREE: &[&str] = &[
    "AKIAIOSF^ODNN7EXAMPLE",
    "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCY^EXAMPLEKEY",
    "glp^at-X^X^X^X^X^X^X^X^X^X^X^X^X^X^X^X^X^X^X^X",
    "glp^at-xxxxxxxxxxxxxxxxxxxx",
    "gh^p_16C7e42F292c6912^E7710c838347Ae178B4a",
    "sk_te^st_4eC39HqLyjWDar^jtT1zdp7dc",
    "password (redacted)",
    "token=(redacted)",
    "password: op://team/acme/password",
    "token: vault:secret/data/acme#token1",
    "PGPASSWORD=$PGPASSWORD psql",
    "PGPASSWORD=${X} psql",
    "PGPASSWORD=\"$(pass show acme/db1)\"",
    "password see 1Password",
    "token: rotate after the call",
    "curl -u tom https://gitlab.acme.com/api1",
    "curl -u \"$USER:$PASS\" https://gitlab.acme.com",
    "curl -u user:password https://gitlab.acme.com",
    "curl -u tom: https://gitlab.acme.com",
    "curl -u <user>:<token> https://x",
    "mysql -p gitlab",
    "mysql -u root -p",
    "https://acme.zoom.us/j/81234567890?pwd=QWxhZGRpbjpvcGVuIHNlc2FtZQ.1",
    "Join Zoom Meeting\nhttps://us02web.zoom.us/j/81234567890?pwd=aB3dE6gH9jK2mN5p\n\nMeeting ID: 812 3456 7890\nPasscode: 123456",
    "Passcode: 8Tz3kQ",
    "Meeting password: qbM3XrQ5Pf2",
    "https://acme.webex.com/acme/j.php?MTID=m1a2b3c4d5e6f7a8b9c0d1e2f3a4b5c6d",
    "https://teams.microsoft.com/l/meetup-join/19%3ameeting_YjM1@thread.v2/0?context=%7b%22Tid%22%3a%22a1b2%22%7d",
    "https://meet.google.com/abc-defg-hij",
    "Cookie: accept all cookies; see privacy=policy",
    "the bearer of this letter",
    "login and password reset are done",
    "sk-learn-pipeline-version-two-and-three-of-four",
    "task-force-of-the-customer-for-the-migration-of-2026",
    "key-value-store-with-replication-in-three-zones",
];

/// Ordinary lines as they were written: notes, logs, settings and code of many programs, and this program's own pages,
/// templates and sources.
pub(super) fn ordinary_lines() -> Vec<String> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = vec![top.join("tests/fixtures/secrets/ordinary.txt")];
    let mut folders: Vec<PathBuf> =
        ["src", "runbook-templates", "tests/fixtures/import"].map(|folder| top.join(folder)).to_vec();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            let name = entry.file_name().unwrap().to_string_lossy().into_owned();
            // these hold secrets on purpose
            let is_of_secrets = entry.starts_with(top.join("src/secret")) || name.contains("test");
            match entry.is_dir() {
                _ if is_of_secrets => {}
                true => folders.push(entry),
                false => files.push(entry),
            }
        }
    }
    let texts = files.iter().filter_map(|file| fs::read_to_string(file).ok());
    texts
        .flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>())
        .filter(|line| !line.trim().is_empty())
        .collect()
}

/// Ordinary texts of this work: sentences, commands, logs and settings, each with names and figures of its own.
pub(super) fn ordinary() -> Vec<String> {
    const SENTENCES: &[&str] = &[
        "Remove 2FA for {n} users of {w}, in batches of {d}; the console session stays open until {t}.",
        "{w} {n}: rolled back at {t}, see https://gitlab.com/{w}/infra/-/issues/{n}#note_{d}{n}",
        "The pipeline {d}{n} of {w}/{w} failed at commit {h40} after {d}m{d}s",
        "kubectl -n {w} rollout restart deployment/{w}-{h10}-{s5} && kubectl get pods -l app={w}",
        "{t} INFO [{h8}-{h4}-{h4}-{h4}-{h12}] {w}.{w}: request_id={h32} status=200 duration={n}ms",
        "image: registry.example.com/{w}/{w}@sha256:{h64}",
        "ssh -i ~/.ssh/id_ed25519 {w}@10.{d}.{d}.{d} sudo gitlab-ctl tail {w}",
        "Passwort zurücksetzen für {w}: der Kunde hat am {t} zugestimmt, Vorgang {n}",
        "Restablecer la contraseña de {w} y avisar al cliente a las {t} (caso {n})",
        "パスワードの再設定: {w} 様、{t} に実施、チケット {n}",
        "token: see the vault entry {w}/{n}; secret: rotated by {w} on {t}",
        "export RAILS_ENV=production GITLAB_HOST=https://{w}.example.com:{n} PAGE={d}",
        "| {w} | Success | {d}m | @{w}_{d} | [link](https://docs.example.com/{w}/{n}.html) |",
        "User.find_by_username('{w}{d}').update!(otp_required_for_login: false, admin_mode: {d})",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI{43} {w}@{w}.example.com",
        "integrity sha512-{b86}== resolved {w}-{d}.{d}.{n}.tgz",
        "data:image/png;base64,iVBORw0KGgo{b120}",
        "commit {h40} (HEAD -> {w}-{n}) Author: {w} <{w}.{w}@example.com>",
        "{\"id\":{n},\"uuid\":\"{h8}-{h4}-{h4}-{h4}-{h12}\",\"state\":\"{w}\",\"etag\":\"{h32}\",\"next_page_token\":null}",
        "cookie banner of {w} shown to {n} people; session of {d} minutes; password policy unchanged since {t}",
        "IBAN DE{d}{d}500105175407324931, phone +49 30 {n}{d}, invoice {w}-{n}-{d}",
        "curl -sS --retry {d} -o /tmp/{w}.json https://api.example.com/v4/projects/{n}/pipelines?per_page=100&sort=asc",
        "mysql -h {w} -u {w} -p gitlabhq_production < /srv/backup/{w}-{n}.sql",
        "eslint-config-{w} {d}.{d}.{d} and risk-{w}-model-{n} are desk-{w} tasks of {w}",
    ];
    const WORDS: &[&str] = &[
        "acme",
        "registry",
        "billing",
        "migration",
        "support",
        "cluster",
        "runner",
        "gitaly",
        "postgres",
        "umlaute",
        "reindex",
        "mirror",
        "staging",
    ];
    let fill = |sentence: &str, seed: u64| {
        let mut filled = String::new();
        let mut rest = sentence;
        let mut part = seed;
        while let Some((head, tail)) = rest.split_once('{') {
            filled.push_str(head);
            let (spec, behind) = tail.split_once('}').unwrap_or(("", tail));
            part = part.wrapping_mul(31).wrapping_add(7);
            match spec {
                "w" => filled.push_str(pick(WORDS, part)),
                "n" => filled.push_str(&(1_000 + part % 9_000).to_string()),
                "d" => filled.push_str(&(10 + part % 89).to_string()),
                "t" => {
                    filled.push_str(&format!("2026-{:02}-{:02}T{:02}:05:00Z", 1 + part % 12, 1 + part % 28, part % 24))
                }
                spec if spec.len() < 4 && spec.bytes().any(|byte| byte.is_ascii_digit()) => {
                    filled.push_str(&made(&format!("{{{spec}}}"), part))
                }
                other => filled.push_str(&format!("{{{other}}}")),
            }
            rest = behind;
        }
        filled + rest
    };
    (0..2_400).map(|number| fill(pick(SENTENCES, number), number)).collect()
}
