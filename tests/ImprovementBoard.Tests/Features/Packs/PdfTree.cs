using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Tokens;

namespace ImprovementBoard.Tests.Features.Packs;

/// <summary>One element of a PDF's structure tree: what a screen reader is told.</summary>
/// <param name="Name">Such as "H1", "TH" or "Figure".</param>
/// <param name="Scope">Of a header cell: "Column", "Row" or "Both".</param>
/// <param name="Text">Words of a piece of text, which is an element without a name.</param>
internal sealed record PdfTag(string Name, string? Alt, string? Scope, string Text, IReadOnlyList<PdfTag> Children)
{
    /// <summary>Of a piece of text or a drawing: the page it stands on.</summary>
    public int? Page { get; init; }

    /// <summary>The page on which it begins and the one on which it ends, or null where nothing of it is drawn.</summary>
    public (int First, int Last)? Pages => All.Select(t => t.Page).OfType<int>().ToList() is [var first, ..] pages ? (first, pages[^1]) : null;

    /// <summary>This element and all below it, in reading order.</summary>
    public IEnumerable<PdfTag> All => Children.SelectMany(c => c.All).Prepend(this);

    /// <summary>Everything that is read out, in reading order, alternative texts too.</summary>
    public string Words => $"{Text}{Alt}{string.Concat(Children.Select(c => c.Words))}";

    public IEnumerable<PdfTag> Named(params string[] names) => All.Where(t => names.Contains(t.Name));
}

/// <summary>The structure tree of a PDF, read from the file by PdfPig.</summary>
internal sealed class PdfTree
{
    private readonly PdfDocument document;
    private readonly Dictionary<IndirectReference, int> pages;
    private readonly Dictionary<(int Page, int Id), string> words = [];

    private PdfTree(PdfDocument document)
    {
        this.document = document;
        pages = Pages((IndirectReferenceToken)document.Structure.Catalog.CatalogDictionary.Data["Pages"]).Select((page, i) => (page, i)).ToDictionary(p => p.page, p => p.i + 1);
        foreach (var page in document.GetPages())
        {
            foreach (var content in page.GetMarkedContents().SelectMany(Nested).Where(c => c.MarkedContentIdentifier >= 0))
                words[(page.Number, content.MarkedContentIdentifier)] = string.Concat(content.Letters.Select(l => l.Value));
        }
    }

    /// <summary>The root of the tree, "Document".</summary>
    public static PdfTag Read(PdfDocument document)
    {
        var tree = new PdfTree(document);
        return Assert.Single(tree.Children((DictionaryToken)tree.Resolved(document.Structure.Catalog.CatalogDictionary.Data["StructTreeRoot"]), null));
    }

    private static IEnumerable<MarkedContentElement> Nested(MarkedContentElement content) => content.Children.SelectMany(Nested).Prepend(content);

    private IEnumerable<IndirectReference> Pages(IndirectReferenceToken node) =>
        Resolved(node) is DictionaryToken { } found && found.Data.TryGetValue("Kids", out var kids)
            ? ((ArrayToken)Resolved(kids)).Data.OfType<IndirectReferenceToken>().SelectMany(Pages)
            : [node.Data];

    private IToken Resolved(IToken token) => token is IndirectReferenceToken reference ? document.Structure.GetObject(reference.Data).Data : token;

    private IToken? Value(DictionaryToken dictionary, string key) => dictionary.Data.TryGetValue(key, out var token) ? Resolved(token) : null;

    private PdfTag Tag(DictionaryToken element, int? page)
    {
        page = element.Data.TryGetValue("Pg", out var on) ? pages[((IndirectReferenceToken)on).Data] : page;
        return new(
            ((NameToken)Value(element, "S")!).Data,
            Text(Value(element, "Alt")),
            Attributes(element).Select(a => Value(a, "Scope")).OfType<NameToken>().FirstOrDefault()?.Data,
            "",
            Children(element, page));
    }

    private List<PdfTag> Children(DictionaryToken element, int? page) => [.. Many(Value(element, "K")).Select(kid => kid switch
    {
        NumericToken id => Piece(page, id),
        DictionaryToken marked when marked.Data.TryGetValue("MCID", out var id) => Piece(marked.Data.TryGetValue("Pg", out var on) ? pages[((IndirectReferenceToken)on).Data] : page, (NumericToken)id),
        DictionaryToken below when below.Data.ContainsKey("S") => Tag(below, page),
        _ => null, // an annotation
    }).OfType<PdfTag>()];

    private PdfTag Piece(int? page, NumericToken id) => new("", null, null, words.GetValueOrDefault((page!.Value, id.Int), ""), []) { Page = page };

    private IEnumerable<DictionaryToken> Attributes(DictionaryToken element) => Many(Value(element, "A")).OfType<DictionaryToken>();

    private IEnumerable<IToken> Many(IToken? token) => token switch
    {
        null => [],
        ArrayToken array => array.Data.Select(Resolved),
        _ => [token],
    };

    private static string? Text(IToken? token) => token switch
    {
        StringToken text => text.Data,
        HexToken hex => hex.Data,
        _ => null,
    };
}
