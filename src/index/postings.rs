//! Postings: where each word of the vocabulary stands. All that touches tantivy.

use std::sync::Arc;

use tantivy::directory::RamDirectory;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings as _, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::store::Compressor;
use tantivy::tokenizer::{
    LowerCaser, RawTokenizer, Stemmer, TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager,
};
use tantivy::{DocSet, IndexSettings, InvertedIndexReader, SegmentReader, TERMINATED, TantivyDocument};

use super::fold::fold;
use super::matcher::{Phrase, Slot, spans};
use super::search::Row;

/// The memory a writer may begin with; it grows by 1 MiB as it must. Small, since most corpora are.
const WRITER_BYTES: usize = 2 << 20;

/// The postings of a corpus, in memory. Unit `n` is document `n` of tantivy's one segment.
pub struct Postings {
    open: Option<Open>,
    /// Why there are none, where tantivy failed.
    pub error: Option<String>,
}

struct Open {
    inverted: Arc<InvertedIndexReader>,
    lengths: FieldNormReader,
    units: u32,
}

impl Postings {
    /// Indexes `texts`, one unit each.
    pub fn build<T: AsRef<str>>(texts: impl Iterator<Item = T>) -> Self {
        match Open::build(texts) {
            Ok(open) => Self { open: Some(open), error: None },
            Err(error) => Self { open: None, error: Some(format!("the index could not be built: {error}")) },
        }
    }

    /// Calls `each` with every word of the vocabulary, in order, and in how many units it stands.
    pub fn words(&self, mut each: impl FnMut(&str, u32)) {
        let Some(open) = &self.open else { return };
        let Ok(mut stream) = open.inverted.terms().stream() else { return };
        while stream.advance() {
            if let Ok(word) = std::str::from_utf8(stream.key()) {
                each(word, stream.value().doc_freq);
            }
        }
    }

    /// Calls `each` with every word that begins with `prefix`.
    pub fn words_from(&self, prefix: &str, mut each: impl FnMut(&str)) {
        let Some(open) = &self.open else { return };
        let Ok(mut stream) = open.inverted.terms().range().ge(prefix).into_stream() else { return };
        while stream.advance() && stream.key().starts_with(prefix.as_bytes()) {
            if let Ok(word) = std::str::from_utf8(stream.key()) {
                each(word);
            }
        }
    }

    /// In how many units `word` stands.
    #[must_use]
    pub fn frequency(&self, word: &str) -> u32 {
        let info = self.open.as_ref().and_then(|open| open.inverted.terms().get(word).ok().flatten());
        info.map_or(0, |info| info.doc_freq)
    }

    /// The units that hold `phrase`, and how often, in order.
    #[must_use]
    pub fn rows(&self, phrase: &Phrase, within: Option<u32>) -> Vec<Row> {
        let Some(open) = &self.open else { return Vec::new() };
        match phrase.slots.as_slice() {
            [] => Vec::new(),
            [slot] => open.count(slot),
            slots => open.row_of_words(slots, within),
        }
    }

    /// How many words unit `unit` has, roughly, over the mean of all units.
    #[must_use]
    pub fn relative_length(&self, unit: u32) -> f32 {
        let Some(open) = &self.open else { return 1.0 };
        let mean = open.inverted.total_num_tokens() as f32 / open.units.max(1) as f32;
        open.lengths.fieldnorm(unit) as f32 / mean.max(1.0)
    }
}

impl Open {
    fn build<T: AsRef<str>>(texts: impl Iterator<Item = T>) -> tantivy::Result<Self> {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer("words")
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let mut schema = Schema::builder();
        let field = schema.add_text_field("text", TextOptions::default().set_indexing_options(indexing));
        let settings = IndexSettings { docstore_compression: Compressor::None, ..IndexSettings::default() };
        let tokenizers = TokenizerManager::new();
        tokenizers.register("words", Words);
        // One segment, no threads, gone when done.
        let mut writer = tantivy::Index::builder()
            .schema(schema.build())
            .settings(settings)
            .tokenizers(tokenizers)
            .single_segment_index_writer::<TantivyDocument>(RamDirectory::create(), WRITER_BYTES)?;
        for text in texts {
            let mut document = TantivyDocument::new();
            document.add_text(field, text);
            writer.add_document(document)?;
        }
        Self::read(&writer.finalize()?, field)
    }

    fn read(index: &tantivy::Index, field: Field) -> tantivy::Result<Self> {
        let segments = index.searchable_segments()?;
        let segment = segments.first().ok_or_else(|| tantivy::TantivyError::SystemError("no segment".into()))?;
        let reader = SegmentReader::open(segment)?;
        Ok(Self {
            inverted: reader.inverted_index(field)?,
            lengths: reader.get_fieldnorms_reader(field)?,
            units: reader.max_doc(),
        })
    }

    fn lists(&self, slot: &Slot, option: IndexRecordOption) -> Vec<SegmentPostings> {
        let read = |word: &String| {
            let info = self.inverted.terms().get(word).ok().flatten()?;
            self.inverted.read_postings_from_terminfo(&info, option).ok()
        };
        slot.words.iter().filter_map(read).collect()
    }

    fn count(&self, slot: &Slot) -> Vec<Row> {
        let mut lists = self.lists(slot, IndexRecordOption::WithFreqs);
        if let [list] = lists.as_mut_slice() {
            let mut rows = Vec::with_capacity(list.doc_freq() as usize);
            while list.doc() != TERMINATED {
                rows.push(Row { unit: list.doc(), count: list.term_freq() });
                list.advance();
            }
            return rows;
        }
        let mut counts = vec![0; self.units as usize];
        for mut list in lists {
            while list.doc() != TERMINATED {
                counts[list.doc() as usize] += list.term_freq();
                list.advance();
            }
        }
        (0..).zip(counts).filter(|&(_, count)| count > 0).map(|(unit, count)| Row { unit, count }).collect()
    }

    fn row_of_words(&self, slots: &[Slot], within: Option<u32>) -> Vec<Row> {
        let mut lists: Vec<Vec<SegmentPostings>> =
            slots.iter().map(|slot| self.lists(slot, IndexRecordOption::WithFreqsAndPositions)).collect();
        let mut positions: Vec<Vec<u32>> = vec![Vec::new(); slots.len()];
        let mut one = Vec::new();
        let (mut rows, mut unit) = (Vec::new(), 0);
        loop {
            // The next unit in which every slot is filled.
            let next = lists.iter_mut().map(|slot| seek(slot, unit)).max().unwrap_or(TERMINATED);
            if next == TERMINATED {
                return rows;
            }
            if next > unit {
                unit = next;
                continue;
            }
            for (slot, positions) in lists.iter_mut().zip(&mut positions) {
                positions.clear();
                for list in slot.iter_mut().filter(|list| list.doc() == unit) {
                    list.positions(&mut one);
                    positions.extend_from_slice(&one);
                }
                positions.sort_unstable();
            }
            let count = u32::try_from(spans(&positions, within).len()).unwrap_or(u32::MAX);
            if count > 0 {
                rows.push(Row { unit, count });
            }
            unit += 1;
        }
    }
}

/// Moves every list to `unit` or beyond; the least unit they reach.
fn seek(lists: &mut [SegmentPostings], unit: u32) -> u32 {
    let step = |list: &mut SegmentPostings| if list.doc() < unit { list.seek(unit) } else { list.doc() };
    lists.iter_mut().map(step).min().unwrap_or(TERMINATED)
}

/// The English stem of a folded word, spelling variants together.
pub struct Stems(TextAnalyzer);

impl Stems {
    /// A stemmer.
    pub fn new() -> Self {
        Self(TextAnalyzer::builder(RawTokenizer::default()).filter(LowerCaser).filter(Stemmer::default()).build())
    }

    /// The stem of `word`.
    pub fn stem(&mut self, word: &str) -> String {
        let mut stream = self.0.token_stream(word);
        let stem = if stream.advance() { stream.token().text.clone() } else { word.to_owned() };
        let long = stem.len() >= 5;
        match stem.as_bytes() {
            // organis|organiz, analys|analyz
            [head @ .., b'i' | b'y', b's'] if long => format!("{}z", &stem[..=head.len()]),
            // labour|labor
            [head @ .., b'o', b'u', b'r'] if long => format!("{}or", &stem[..head.len()]),
            // programm|program, fulfill|fulfil
            [.., b'm', b'm'] | [.., b'l', b'l'] if long => stem[..stem.len() - 1].to_owned(),
            _ => stem,
        }
    }
}

/// tantivy's view of [`fold`].
#[derive(Clone)]
struct Words;

struct Stream {
    text: String,
    words: std::vec::IntoIter<std::ops::Range<usize>>,
    token: Token,
}

impl Tokenizer for Words {
    type TokenStream<'a> = Stream;

    fn token_stream(&mut self, text: &str) -> Stream {
        let folded = fold(text, false);
        Stream { words: folded.words().into_iter(), text: folded.text, token: Token::default() }
    }
}

impl TokenStream for Stream {
    fn advance(&mut self) -> bool {
        let Some(word) = self.words.next() else { return false };
        self.token.position = self.token.position.wrapping_add(1);
        self.token.text.clear();
        self.token.text.push_str(&self.text[word.clone()]);
        (self.token.offset_from, self.token.offset_to) = (word.start, word.end);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
