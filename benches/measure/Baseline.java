import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.fa.PersianAnalyzer;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.ByteBuffersDirectory;

/** Lucene's figures for the files that the measuring program wrote, as lines of analyzer, measure and figure. */
public final class Baseline {
    private static final int PAGE = 10;
    private static final int PASSES = 12;
    private static final int WARM_UP = 6;

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        Map<String, Analyzer> analyzers = new TreeMap<>();
        analyzers.put("Persian", new PersianAnalyzer());
        analyzers.put("Standard", new StandardAnalyzer());
        for (Map.Entry<String, Analyzer> one : analyzers.entrySet()) {
            Baseline baseline = new Baseline(one.getKey(), one.getValue());
            baseline.pairs(folder.resolve("pairs"));
            for (String set : List.of("pquad", "titles")) {
                baseline.retrieve(folder, set);
            }
            baseline.speed(folder.resolve("texts"));
        }
    }

    private final String name;
    private final Analyzer analyzer;

    private Baseline(String name, Analyzer analyzer) {
        this.name = name;
        this.analyzer = analyzer;
    }

    private void print(String measure, double figure) {
        System.out.println(name + "\t" + measure + "\t" + figure);
    }

    /** A pair meets where the text has every term of the query, and there is one. */
    private void pairs(Path file) throws Exception {
        if (!Files.exists(file)) {
            return;
        }
        int[] right = new int[2];
        for (String line : Files.readAllLines(file)) {
            String[] cells = line.split("\t", -1);
            Set<String> asked = new LinkedHashSet<>(terms(cells[1]));
            boolean met = !asked.isEmpty() && new LinkedHashSet<>(terms(cells[2])).containsAll(asked);
            int wanted = Integer.parseInt(cells[0]);
            right[wanted] += met == (wanted == 1) ? 1 : 0;
        }
        print("pairs, must meet", right[1]);
        print("pairs, kept apart", right[0]);
    }

    private void retrieve(Path folder, String set) throws Exception {
        Path documents = folder.resolve(set + ".documents");
        if (!Files.exists(documents)) {
            return;
        }
        ByteBuffersDirectory directory = new ByteBuffersDirectory();
        IndexWriterConfig config = new IndexWriterConfig(analyzer);
        config.setSimilarity(new BM25Similarity(1.2f, 0.75f));
        try (IndexWriter writer = new IndexWriter(directory, config)) {
            for (String text : Files.readAllLines(documents)) {
                Document document = new Document();
                document.add(new TextField("text", text, Field.Store.NO));
                writer.addDocument(document);
            }
            writer.forceMerge(1);
        }
        try (DirectoryReader reader = DirectoryReader.open(directory)) {
            IndexSearcher searcher = new IndexSearcher(reader);
            searcher.setSimilarity(new BM25Similarity(1.2f, 0.75f));
            List<Path> files = new ArrayList<>();
            try (var found = Files.newDirectoryStream(folder, set + ".queries.*")) {
                found.forEach(files::add);
            }
            for (Path file : files) {
                ask(searcher, file);
            }
        }
    }

    private void ask(IndexSearcher searcher, Path file) throws Exception {
        double reciprocal = 0;
        double gain = 0;
        List<String> lines = Files.readAllLines(file);
        for (String line : lines) {
            String[] cells = line.split("\t", -1);
            int wanted = Integer.parseInt(cells[0]);
            BooleanQuery.Builder query = new BooleanQuery.Builder();
            for (String term : terms(cells[1])) {
                query.add(new TermQuery(new Term("text", term)), BooleanClause.Occur.SHOULD);
            }
            ScoreDoc[] hits = searcher.search(query.build(), PAGE).scoreDocs;
            for (int at = 0; at < hits.length; at++) {
                if (hits[at].doc == wanted) {
                    reciprocal += 1.0 / (at + 1);
                    gain += Math.log(2) / Math.log(at + 2);
                }
            }
        }
        String measure = file.getFileName().toString().split("\\.queries\\.")[1];
        print(measure + " MRR@10", reciprocal / lines.size());
        print(measure + " nDCG@10", gain / lines.size());
    }

    /** What the chain does in a second of its thread's own time, once the compiler has warmed up. */
    private void speed(Path file) throws Exception {
        if (!Files.exists(file)) {
            return;
        }
        List<String> texts = Files.readAllLines(file);
        long bytes = Files.size(file);
        long characters = 0;
        long before = 0;
        for (int pass = 0; pass < PASSES; pass++) {
            if (pass == WARM_UP) {
                before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            }
            for (String text : texts) {
                characters += count(text);
            }
        }
        double seconds = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before) / 1e9;
        if (characters == 0) {
            throw new IllegalStateException("no term");
        }
        int passes = PASSES - WARM_UP;
        print("speed, MB/s", bytes / 1e6 * passes / seconds);
        print("speed, documents/s", texts.size() * passes / seconds);
    }

    private long count(String text) throws Exception {
        long characters = 0;
        try (TokenStream stream = analyzer.tokenStream("text", text)) {
            CharTermAttribute term = stream.getAttribute(CharTermAttribute.class);
            stream.reset();
            while (stream.incrementToken()) {
                characters += term.length();
            }
            stream.end();
        }
        return characters;
    }

    private List<String> terms(String text) throws Exception {
        List<String> terms = new ArrayList<>();
        try (TokenStream stream = analyzer.tokenStream("text", text)) {
            CharTermAttribute term = stream.getAttribute(CharTermAttribute.class);
            stream.reset();
            while (stream.incrementToken()) {
                terms.add(term.toString());
            }
            stream.end();
        }
        return terms;
    }
}
