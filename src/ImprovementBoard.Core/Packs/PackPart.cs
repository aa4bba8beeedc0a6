using ImprovementBoard.Core.Packs.Tables;

namespace ImprovementBoard.Core.Packs;

/// <summary>What one section of a pack says.</summary>
public interface IPackSaid
{
    /// <summary>The sentence under its heading: what a reader should conclude.</summary>
    string Conclusion { get; }

    /// <summary>True where something in it is stated by no source.</summary>
    bool Illustrative { get; }
}

/// <summary>A section of one pack: its place in it, and what it says.</summary>
public sealed record PackChapter(PackSection Section, IPackSaid Said);

/// <summary>
/// A section as editions know it. A new one is a class with such a part in <c>Sections</c>, a template of the same key, and its place in
/// <see cref="PackEdition"/>.
/// </summary>
public sealed class PackPart
{
    private readonly Func<PackFacts, string, PackChapter?> write;

    private PackPart(string key, bool appendix, Func<PackFacts, string, PackChapter?> write) => (Key, IsAppendix, this.write) = (key, appendix, write);

    /// <summary>Name in code, in frozen facts and of the template, such as <c>changes</c>.</summary>
    public string Key { get; }

    /// <summary>True for what stands after the numbered sections, under a letter.</summary>
    public bool IsAppendix { get; }

    /// <summary>A section.</summary>
    /// <param name="say">What it says; null where the facts, frozen before it existed, lack what it needs.</param>
    /// <param name="outline">Its tables and charts, numbered by its head.</param>
    public static PackPart Of<T>(string key, string title, Func<PackFacts, T?> say, Func<PackSection, T, PackSection> outline, bool appendix = false) where T : class, IPackSaid =>
        new(key, appendix, (facts, number) => say(facts) is { } said ? new(outline(new(key, number, title, said.Conclusion, said.Illustrative), said), said) : null);

    /// <summary>The section under that number, or null where the facts have nothing for it.</summary>
    public PackChapter? Write(PackFacts facts, string number) => write(facts, number);
}
