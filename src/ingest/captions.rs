//! Titles in brackets right above the articles that they name, as laws of Japan print them.

use std::collections::HashMap;

use super::sifted::Sifted;
use super::titled::{Titled, division};

/// `(Purpose)` over `Article 1   The purpose of …`: what each of these lines names, where several do.
pub(super) fn captions(text: &str, sifted: &Sifted) -> HashMap<usize, Titled> {
    let caption = |(&i, named): (&usize, &Titled)| {
        let over = i.checked_sub(1).filter(|&k| division(&named.word) == Some(800) && sifted.noise[k].is_none())?;
        let words = sifted.lines[over].of(text);
        let inner = words.strip_prefix('(').and_then(|w| w.strip_suffix(')'))?;
        let short =
            (3..=120).contains(&inner.len()) && inner.starts_with(|c: char| !c.is_lowercase() && !c.is_numeric());
        let beside = sifted.lines[i].gap == 0 && sifted.noise[i].is_none();
        (short && beside).then(|| (over, Titled { title: 1, parted: true, ..named.clone() }))
    };
    let found: HashMap<usize, Titled> = sifted.named.iter().filter_map(caption).collect();
    if found.len() >= 2 { found } else { HashMap::new() }
}
