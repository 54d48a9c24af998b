//! What the parts of a text are called, and how their numbers are spelled out, in the languages that are read.

use crate::text::month;

/// The rank of a division named `word`, if it is one: a lower one holds a higher one.
#[rustfmt::skip]
pub(super) fn division(word: &str) -> Option<u16> {
    Some(match word {
        // `No. 1`: one of several letters with what is annexed to it.
        "no." => 90,
        "annex" | "annexe" | "enclosure" | "appendix" | "schedule" | "attachment" | "addendum" | "anexo" | "anhang" | "anlage"
        | "allegato" | "bijlage" | "bilaga" | "приложение" | "додаток" | "المرفق" | "ملحق" => 100,
        "disposición adicional" | "disposición transitoria" | "disposición derogatoria" | "disposición final" => 150,
        "book" | "volume" | "libro" | "livre" | "livro" | "buch" | "книга" | "βιβλιο" | "βιβλίο" => 200,
        "part" | "phần" | "חלק" | "भाग" | "rész" | "μερος" | "μέρος" | "بخش" | "parte" | "partie" | "teil" | "deel" | "del" | "часть" | "частина" | "část" | "časť" | "osa" | "avd" | "الجزء" | "القسم" => 300,
        "subpart" => 350,
        "subtitle" => 450,
        "subchapter" => 550,
        "title" | "título" | "titre" | "titulo" | "titel" | "titolo" | "раздел" | "розділ" | "dział" | "τμημα" | "τμήμα" | "الباب" => 400,
        "chapter" | "chương" | "פרק" | "अध्याय" | "fejezet" | "κεφαλαιο" | "κεφάλαιο" | "فصل" | "chapitre" | "capítulo" | "capitulo" | "capitolo" | "capo" | "capitolul" | "kapitel"
        | "hoofdstuk" | "luku" | "kap" | "peatükk" | "hlava" | "rozdział" | "bölüm" | "bab" | "глава" | "الفصل" => 500,
        "section" | "sec" | "sección" | "seccion" | "seção" | "secção" | "sezione" | "secțiunea" | "abschnitt"
        | "afdeling" | "division" | "díl" | "oddíl" | "الفرع" => 600,
        "subsection" | "subseção" | "unterabschnitt" => 650,
        "article" | "điều" | "điêu" | "סעיף" | "अनुच्छेद" | "art" | "άρθρο" | "αρθρο" | "ماده" | "artículo" | "articulo" | "artigo" | "articolo" | "articolul" | "artikel"
        | "artykuł" | "cikk" | "artikla" | "pants" | "článek" | "čl" | "pasal" | "madde" | "статья" | "стаття" | "rule" | "المادة" | "مادة" => 800,
        _ => return None,
    })
}

/// The number that `word`, in small letters, spells out: one to ten.
#[rustfmt::skip]
pub(crate) fn count_word(word: &str) -> Option<u32> {
    Some(match word {
        "one" | "πρωτο" | "πρώτο" | "primo" | "prima" | "erster" | "erste" | "erstes" | "birinci" | "اول" | "first" | "první" | "prvá" | "premier" | "première" | "ier" | "primero" | "primera" | "única" | "único" | "unique" | "unico" | "primeiro" | "единый"
        | "первый" | "الأول" | "الأولى" => 1,
        "two" | "δευτερο" | "δεύτερο" | "secondo" | "seconda" | "zweiter" | "zweite" | "zweites" | "ikinci" | "دوم" | "second" | "druhá" | "deuxième" | "segundo" | "segunda" | "второй" | "الثاني" | "الثانية" => 2,
        "three" | "τριτο" | "τρίτο" | "terzo" | "terza" | "dritter" | "dritte" | "drittes" | "üçüncü" | "سوم" | "third" | "třetí" | "tretia" | "troisième" | "tercero" | "tercera" | "terceiro" | "третий" | "الثالث" | "الثالثة" => 3,
        "four" | "τεταρτο" | "τέταρτο" | "quarta" | "vierter" | "vierte" | "viertes" | "dördüncü" | "چهارم" | "fourth" | "čtvrtá" | "štvrtá" | "quatrième" | "cuarto" | "cuarta" | "quarto" | "четвертый" | "الرابع" | "الرابعة" => 4,
        "five" | "πεμπτο" | "πέμπτο" | "fünfter" | "fünfte" | "fünftes" | "beşinci" | "پنجم" | "fifth" | "pátá" | "piata" | "cinquième" | "quinto" | "quinta" | "пятый" | "الخامس" | "الخامسة" => 5,
        "six" | "εκτο" | "έκτο" | "sesto" | "sesta" | "sechster" | "sechste" | "sechstes" | "altinci" | "altıncı" | "ششم" | "sixth" | "šestá" | "sixième" | "sexto" | "sexta" | "السادس" | "السادسة" => 6,
        "seven" | "εβδομο" | "έβδομο" | "settimo" | "settima" | "siebter" | "siebte" | "siebtes" | "siebenter" | "yedinci" | "هفتم" | "seventh" | "sedmá" | "septième" | "séptimo" | "séptima" | "السابع" | "السابعة" => 7,
        "eight" | "ογδοο" | "όγδοο" | "ottavo" | "ottava" | "achter" | "achte" | "achtes" | "sekizinci" | "هشتم" | "eighth" | "osmá" | "huitième" | "octavo" | "octava" | "الثامن" | "الثامنة" => 8,
        "nine" | "ενατο" | "ένατο" | "nono" | "nona" | "neunter" | "neunte" | "neuntes" | "dokuzuncu" | "نهم" | "ninth" | "neuvième" | "noveno" | "novena" | "التاسع" | "التاسعة" => 9,
        "ten" | "δεκατο" | "δέκατο" | "decimo" | "decima" | "zehnter" | "zehnte" | "zehntes" | "onuncu" | "دهم" | "tenth" | "dixième" | "décimo" | "décima" | "العاشر" | "العاشرة" => 10,
        "eleven" | "eleventh" => 11,
        "twelve" | "twelfth" => 12,
        "thirteen" | "thirteenth" => 13,
        "fourteen" | "fourteenth" => 14,
        "fifteen" | "fifteenth" => 15,
        "sixteen" | "sixteenth" => 16,
        "seventeen" | "seventeenth" => 17,
        "eighteen" | "eighteenth" => 18,
        "nineteen" | "nineteenth" => 19,
        "twenty" | "twentieth" => 20,
        "thirty" | "thirtieth" => 30,
        _ => {
            // `TWENTY-ONE`, `TWENTYONE`
            let (tens, rest) = [(20, "twenty"), (30, "thirty")].iter().find_map(|t| Some((t.0, word.strip_prefix(t.1)?)))?;
            tens + count_word(rest.trim_start_matches('-')).filter(|&ones| ones < 10)?
        }
    })
}

/// Whether `word` names a division or a number.
pub(super) fn is_name(word: &str) -> bool {
    division(word).is_some() || count_word(word).is_some()
}

/// Whether the number stands before the kind `word`.
#[rustfmt::skip]
pub(super) fn counts_before(word: &str) -> bool {
    matches!(
        word,
        "kapitel" | "abschnitt" | "titel" | "teil" | "buch" | "unterabschnitt" | "fejezet" | "rész" | "cikk" | "luku"
        | "kap" | "osa" | "artikla" | "peatükk" | "pants" | "avd"
    )
}

/// Whether texts are made of what `word` names, each with its number and title.
#[rustfmt::skip]
pub(super) fn is_numbered(word: &str) -> bool {
    matches!(
        word.rsplit(' ').next().unwrap_or(""),
        "resolution" | "decision" | "regulation" | "recommendation" | "objective" | "goal" | "target" | "principle"
        | "commitment" | "action" | "priority" | "session" | "item" | "panel" | "guideline" | "standard" | "module"
        | "form"
    )
}

/// Words that stand before a number without heading anything.
#[rustfmt::skip]
pub(super) fn is_dated(word: &str) -> bool {
    month(word).is_some() || matches!(
        word,
        "page" | "resolution" | "table" | "figure" | "box" | "no" | "paragraph" | "para" | "day" | "the"
        | "version" | "vol" | "decision" | "sdg" | "phase" | "covid" | "rev" | "alt" | "copyright"
    )
}
