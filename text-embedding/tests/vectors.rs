//! Tests the vectors of texts. They are the same on every processor, and texts with the same meaning have similar
//! vectors. Set `UPDATE_VECTORS` to rewrite the files with expected values. If the mean vectors change, run the tests
//! twice with `UPDATE_VECTORS`, because the mean vectors are compiled into the library.

use fearless_simd::Level;
use std::fs;
use std::path::{Path, PathBuf};
use text_embedding::{DIMENSIONS, Embedder, MAX_TEXT_BYTES, Role, SmallVector, Vector};

fn path(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(file)
}

/// Compares the bytes with those of a file, or writes the file.
fn assert_same_as_file(file: &str, bytes: &[u8]) {
    if std::env::var_os("UPDATE_VECTORS").is_some() {
        fs::write(path(file), bytes).unwrap();
    }
    assert!(fs::read(path(file)).unwrap() == bytes, "{file} differs");
}

/// Reads the test texts. A line has a role, a tab and a text. If the text is empty, the tab is left out. Characters
/// that an editor might hide or change are written as escapes.
fn read_texts() -> Vec<(Role, String)> {
    let lines = fs::read_to_string(path("tests/texts.txt")).unwrap();
    let parse = |line: &str| {
        let (role, text) = line.split_once('\t').unwrap_or((line, ""));
        let role = match role {
            "query" => Role::Query,
            "passage" => Role::Passage,
            other => panic!("unknown role {other}"),
        };
        (role, unescape(text))
    };
    lines.lines().map(parse).collect()
}

/// Replaces the escapes for a tab, a line feed, a carriage return and a code point. They are written as in Rust string
/// literals.
fn unescape(text: &str) -> String {
    let mut parts = text.split('\\');
    let mut unescaped = parts.next().unwrap().to_owned();
    for part in parts {
        let (character, rest) = if let Some(hexadecimal) = part.strip_prefix("u{") {
            let (digits, rest) = hexadecimal.split_once('}').unwrap();
            (char::from_u32(u32::from_str_radix(digits, 16).unwrap()).unwrap(), rest)
        } else {
            let character = match part.as_bytes()[0] {
                b't' => '\t',
                b'n' => '\n',
                b'r' => '\r',
                _ => panic!("unknown escape \\{part}"),
            };
            (character, &part[1..])
        };
        unescaped.push(character);
        unescaped.push_str(rest);
    }
    unescaped
}

/// The instruction sets that this machine supports. They always include the scalar one.
fn levels() -> Vec<Level> {
    let best = Level::new();
    let mut levels = vec![Level::fallback()];
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    {
        levels.extend(best.as_sse2().map(Level::Sse2));
        levels.extend(best.as_sse4_2().map(Level::Sse4_2));
        levels.extend(best.as_avx2().map(Level::Avx2));
        levels.extend(best.as_avx512().map(Level::Avx512));
    }
    #[cfg(not(any(target_arch = "x86", target_arch = "x86_64")))]
    levels.push(best);
    levels
}

/// Returns the vectors of all texts, in the order of the texts. With n threads, each thread takes every n-th batch.
fn embed_in_threads(embedder: &Embedder, texts: &[(Role, &str)], threads: usize, batch: usize) -> Vec<Vec<f32>> {
    let batches: Vec<&[(Role, &str)]> = texts.chunks(batch).collect();
    let mut vectors = vec![Vec::new(); batches.len()];
    std::thread::scope(|scope| {
        let run = |first: usize| {
            let own = batches.iter().enumerate().skip(first).step_by(threads);
            own.map(|(at, batch)| (at, embedder.embed_raw(batch))).collect::<Vec<_>>()
        };
        let handles: Vec<_> = (0..threads).map(|first| scope.spawn(move || run(first))).collect();
        for (at, batch) in handles.into_iter().flat_map(|handle| handle.join().unwrap()) {
            vectors[at] = batch;
        }
    });
    vectors.concat()
}

#[test]
fn every_instruction_set_gives_the_same_vectors() {
    let texts = read_texts();
    let texts: Vec<(Role, &str)> = texts.iter().map(|(role, text)| (*role, text.as_str())).collect();
    assert_eq!(texts.len(), 50);

    let embedder = Embedder::load().unwrap();
    let expected: Vec<Vector> = texts.iter().map(|(role, text)| embedder.embed(*role, text)).collect();
    assert_same_as_file("tests/vectors.bin", &expected.iter().flat_map(|vector| vector.to_bytes()).collect::<Vec<_>>());
    for role in [Role::Query, Role::Passage] {
        let (own, own_expected): (Vec<&str>, Vec<Vector>) = texts
            .iter()
            .zip(&expected)
            .filter(|((text_role, _), _)| *text_role == role)
            .map(|((_, text), vector)| (*text, *vector))
            .unzip();
        assert!(embedder.embed_all(role, &own) == own_expected, "{role:?}: a batch differs from single texts");
    }

    // Before they are rounded to bytes, the numbers are equal to the last bit as well.
    let bits = |vectors: Vec<Vec<f32>>| -> Vec<u32> { vectors.concat().into_iter().map(f32::to_bits).collect() };
    let expected = bits(texts.iter().flat_map(|text| embedder.embed_raw(&[*text])).collect());
    for level in levels() {
        let embedder = Embedder::with_instructions(level).unwrap();
        // The scalar instructions take twenty times as long as others.
        let runs: &[(usize, usize)] = if level.is_fallback() { &[(2, 7)] } else { &[(1, 1), (1, 50), (2, 7), (4, 3)] };
        for &(threads, batch) in runs {
            let vectors = bits(embed_in_threads(&embedder, &texts, threads, batch));
            assert!(vectors == expected, "{level:?} with {threads} threads and batches of {batch}");
        }
    }
}

/// Returns the vector of length 1 with the same direction, with the additions in the same order as in the library.
fn unit(vector: &[f32]) -> Vec<f32> {
    let mut sums = [0.0; 8];
    for chunk in vector.as_chunks::<8>().0 {
        for (sum, x) in sums.iter_mut().zip(chunk) {
            *sum += x * x;
        }
    }
    let square: f32 = ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]));
    let scale = 1.0 / square.sqrt();
    vector.iter().map(|x| x * scale).collect()
}

#[test]
fn the_mean_vectors_are_those_of_the_example_texts() {
    let embedder = Embedder::load().unwrap();
    for (role, texts, mean) in [
        (Role::Query, "model/mean-questions.txt", "model/mean-question.bin"),
        (Role::Passage, "model/mean-passages.txt", "model/mean-passage.bin"),
    ] {
        let texts = fs::read_to_string(path(texts)).unwrap();
        let texts: Vec<(Role, &str)> = texts.lines().map(|text| (role, text)).collect();
        let mut total = vec![0.0; DIMENSIONS];
        for vector in embedder.embed_raw(&texts) {
            for (total, x) in total.iter_mut().zip(unit(&vector)) {
                *total += x;
            }
        }
        let bytes: Vec<u8> = total.iter().flat_map(|x| (x / texts.len() as f32).to_le_bytes()).collect();
        assert_same_as_file(mean, &bytes);
    }
}

/// Each topic is a question and its answer, in Dutch and then in English. In each language, the question and the answer
/// share hardly any words.
const TOPICS: [[&str; 4]; 8] = [
    [
        "Mag een leerling een prik zetten?",
        "Studenten verpleegkunde mogen injecteren als een bevoegde collega toekijkt.",
        "Is a trainee allowed to give a jab?",
        "Nursing students can inject patients while a qualified colleague watches.",
    ],
    [
        "Hoe lang worden mijn gegevens bewaard?",
        "Persoonlijke informatie wordt na zeven jaar uit het archief gewist.",
        "For how long will you keep my data?",
        "Personal information is erased from our archive after seven years.",
    ],
    [
        "Krijg ik mijn treinkaartje terugbetaald?",
        "De werkgever vergoedt de reiskosten met het openbaar vervoer.",
        "Can I claim back my train ticket?",
        "The employer reimburses the cost of travelling by public transport.",
    ],
    [
        "Ik wil een dakkapel op mijn huis zetten, moet ik dat aanvragen?",
        "Voor een verbouwing van een woning is soms een vergunning van de gemeente nodig.",
        "Do I need permission for a loft conversion?",
        "Alterations to a home may require a building permit from the council.",
    ],
    [
        "Wat als ik ziek word en niet kan werken?",
        "Bij arbeidsongeschiktheid betaalt de baas het loon twee jaar door.",
        "What happens when I fall ill and cannot work?",
        "In case of incapacity for work, the boss keeps paying wages for two years.",
    ],
    [
        "Mijn kind wordt op school gepest.",
        "Elke onderwijsinstelling zorgt voor een veilige omgeving voor haar leerlingen en treedt op tegen treiteren.",
        "My child is being bullied in class.",
        "Every school must offer its pupils a safe environment and act against harassment.",
    ],
    [
        "Hoeveel mest mag een boer uitrijden?",
        "Het gebruik van stikstof op landbouwgrond is per hectare begrensd.",
        "How much manure may a farmer spread?",
        "The use of nitrogen on agricultural land is limited per hectare.",
    ],
    [
        "Waar meld ik dat ik vader ben geworden?",
        "De aangifte van een geboorte gebeurt binnen drie dagen bij de burgerlijke stand.",
        "Where do I report that I have become a father?",
        "The birth of a baby must be registered at the registry office within three days.",
    ],
];

#[test]
fn texts_with_the_same_meaning_are_nearer_than_others() {
    let embedder = Embedder::load().unwrap();
    let column = |role, at: usize| embedder.embed_all(role, &TOPICS.map(|texts| texts[at]));
    let [dutch_questions, english_questions] = [0, 2].map(|at| column(Role::Query, at));
    let [dutch_answers, english_answers] = [1, 3].map(|at| column(Role::Passage, at));
    for (comparison, vectors, others) in [
        ("Dutch question, Dutch answer", &dutch_questions, &dutch_answers),
        ("Dutch question, English answer", &dutch_questions, &english_answers),
        ("English question, Dutch answer", &english_questions, &dutch_answers),
        ("English question, English answer", &english_questions, &english_answers),
        ("translated question", &dutch_questions, &english_questions),
        ("translated answer", &dutch_answers, &english_answers),
    ] {
        for (topic, vector) in vectors.iter().enumerate() {
            let similarities: Vec<f32> =
                others.iter().map(|other| vector.similarity(&SmallVector::from(other))).collect();
            let nearest = (0..TOPICS.len()).max_by(|one, other| similarities[*one].total_cmp(&similarities[*other]));
            assert_eq!(nearest, Some(topic), "{comparison}: {} {similarities:?}", TOPICS[topic][0]);
        }
    }
}

#[test]
fn similarity_is_exact() {
    let extremes = [[127_u8; DIMENSIONS], [0x80; DIMENSIONS], [0x81; DIMENSIONS], [0; DIMENSIONS]];
    let mixed: [u8; DIMENSIONS] = std::array::from_fn(|at| (at * 89 % 256) as u8);
    let vectors = [&extremes[..], &[mixed]].concat();
    // The values of a small vector: the low halves of all bytes, and then the high halves.
    let small_values = |bytes: &[u8; DIMENSIONS / 2]| {
        let halves = bytes.iter().map(|byte| byte & 15).chain(bytes.iter().map(|byte| byte >> 4));
        halves.map(|half| i64::from(half) - 8).collect::<Vec<i64>>()
    };
    for one in &vectors {
        for other in &vectors {
            let small: &[u8; DIMENSIONS / 2] = other[..DIMENSIONS / 2].try_into().unwrap();
            let products = one.iter().zip(small_values(small)).map(|(x, y)| i64::from(x.cast_signed()) * y);
            let expected = products.sum::<i64>() as f32 * 12.5 / (512.0 * 512.0);
            let similarity = Vector::from_bytes(one).unwrap().similarity(&SmallVector::from_bytes(small).unwrap());
            assert_eq!(similarity.to_bits(), expected.to_bits());
        }
    }
    assert!(Vector::from_bytes(&[0; DIMENSIONS - 1]).is_none());
    assert!(SmallVector::from_bytes(&[0; DIMENSIONS]).is_none());
}

#[test]
fn small_vectors_are_as_similar_as_the_vectors_they_are_made_of() {
    let bytes = fs::read(path("tests/vectors.bin")).unwrap();
    let vectors: Vec<Vector> = bytes.chunks(DIMENSIONS).map(|bytes| Vector::from_bytes(bytes).unwrap()).collect();
    let values = |vector: &Vector| vector.to_bytes().map(|byte| f32::from(byte.cast_signed()) / 512.0);
    let (mut one_is_small, mut both_are_small) = (Vec::new(), Vec::new());
    for (at, one) in vectors.iter().enumerate() {
        for other in vectors.iter().skip(at + 1) {
            let exact: f32 = values(one).iter().zip(values(other)).map(|(x, y)| x * y).sum();
            let small = SmallVector::from(other);
            one_is_small.push(one.similarity(&small) - exact);
            both_are_small.push(SmallVector::from(one).similarity(&small) - exact);
        }
    }
    for (errors, limit) in [(one_is_small, 0.04), (both_are_small, 0.06)] {
        let largest = errors.iter().fold(0.0_f32, |largest, error| largest.max(error.abs()));
        assert!(largest < limit, "{largest}");
        // The errors cancel out: rounding makes texts neither more nor less similar.
        let mean = errors.iter().sum::<f32>() / errors.len() as f32;
        assert!(mean.abs() < 0.002, "{mean}");
    }
}

#[test]
fn hostile_texts_give_a_vector() {
    let words: Vec<String> = (0..100_000).map(|number| format!("woord{number}")).collect();
    let texts = [
        String::new(),
        "x".repeat(1 << 20),
        "ab".repeat(1 << 19),
        "\u{1f600}".repeat(1 << 18),
        "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}".repeat(1000),
        "\u{5d0}\u{5d1}\u{5d2} ".repeat(5000),
        "\u{202e}\u{202d}\u{202c}".repeat(5000),
        "\u{200b}".repeat(10_000),
        "\u{200d}\u{feff}\u{2060}".repeat(1000),
        "\u{2581}".repeat(10_000),
        "a\u{301}".repeat(10_000),
        "\u{10ffff}".repeat(10_000),
        "\u{0}".repeat(10_000),
        "\n\t\r ".repeat(10_000),
        // In this text, the limit `MAX_TEXT_BYTES` lies in the middle of a character.
        format!("{}\u{20ac}\u{20ac}", "x".repeat(MAX_TEXT_BYTES - 1)),
        words.join(" "),
    ];
    let embedder = Embedder::load().unwrap();
    for text in &texts {
        let vector = embedder.embed(Role::Passage, text);
        let similarity = vector.similarity(&SmallVector::from(&vector));
        let start: String = text.chars().take(10).collect();
        assert!((similarity - 1.0).abs() < 0.05, "{start:?}: similarity with itself is {similarity}");
    }
}
