//! Numbers that texts write as words or letters: Roman numerals, months.

/// The value of a Roman numeral in lower case, up to 399.
#[must_use]
pub fn roman(text: &str) -> Option<u32> {
    let digit = |b: &u8| match b {
        b'i' => Some(1),
        b'v' => Some(5),
        b'x' => Some(10),
        b'l' => Some(50),
        b'c' => Some(100),
        _ => None,
    };
    let digits = text.as_bytes();
    if digits.is_empty() || digits.len() > 11 {
        return None;
    }
    let mut sum = 0_i32;
    for (i, b) in digits.iter().enumerate() {
        let value = digit(b)?;
        let less = digits.get(i + 1).and_then(digit).is_some_and(|next| next > value);
        sum += if less { -value } else { value };
    }
    let value = u32::try_from(sum).ok()?;
    (to_roman(value) == text).then_some(value)
}

/// `iii` for 3.
#[must_use]
pub fn to_roman(mut value: u32) -> String {
    const PARTS: [(u32, &str); 9] =
        [(100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")];
    let mut out = String::new();
    for (part, word) in PARTS {
        while value >= part {
            out.push_str(word);
            value -= part;
        }
    }
    out
}

/// The number, from 1, of the month that `word` names in lower case: English, French, Spanish, Portuguese, Italian,
/// German, Dutch, Russian.
#[must_use]
pub fn month(word: &str) -> Option<u32> {
    Some(match word {
        "january" | "janvier" | "enero" | "janeiro" | "gennaio" | "januar" | "januari" | "января" => 1,
        "february" | "février" | "febrero" | "fevereiro" | "febbraio" | "februar" | "februari" | "февраля" => 2,
        "march" | "mars" | "marzo" | "março" | "märz" | "maart" | "марта" => 3,
        "april" | "avril" | "abril" | "aprile" | "апреля" => 4,
        "may" | "mai" | "mayo" | "maio" | "maggio" | "mei" | "мая" => 5,
        "june" | "juin" | "junio" | "junho" | "giugno" | "juni" | "июня" => 6,
        "july" | "juillet" | "julio" | "julho" | "luglio" | "juli" | "июля" => 7,
        "august" | "août" | "agosto" | "augustus" | "августа" => 8,
        "september" | "septembre" | "septiembre" | "setembro" | "settembre" | "сентября" => 9,
        "october" | "octobre" | "octubre" | "outubro" | "ottobre" | "oktober" | "октября" => 10,
        "november" | "novembre" | "noviembre" | "novembro" | "ноября" => 11,
        "december" | "décembre" | "diciembre" | "dezembro" | "dicembre" | "dezember" | "декабря" => 12,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_is_read_back() {
        for value in 1..400 {
            assert_eq!(roman(&to_roman(value)), Some(value));
        }
    }

    #[test]
    fn letters_that_are_no_numeral() {
        for word in ["", "iiii", "vx", "ic", "mild", "civil", "xxxxx"] {
            assert_eq!(roman(word), None, "{word}");
        }
    }

    #[test]
    fn months_have_numbers() {
        let check = |word, expected| assert_eq!(month(word), expected, "{word}");
        check("may", Some(5));
        check("dezembro", Some(12));
        check("сентября", Some(9));
        check("monday", None);
    }
}
