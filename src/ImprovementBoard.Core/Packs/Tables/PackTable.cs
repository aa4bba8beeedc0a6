namespace ImprovementBoard.Core.Packs.Tables;

/// <summary>By what name a table or chart of a pack is cited, such as "Table 2.1". The same in the PDF, on the page and in the workbook.</summary>
/// <param name="Kind">"Table" or "Chart".</param>
/// <param name="Number">Section and place in it, such as "2.1" or "A.1".</param>
public sealed record PackReference(string Kind, string Number)
{
    /// <summary>Name in addresses, such as <c>t-2-1</c>.</summary>
    public string Anchor => $"{Kind[0]}-{Number.Replace('.', '-')}".ToLowerInvariant();

    /// <inheritdoc/>
    public override string ToString() => $"{Kind} {Number}";
}

/// <summary>A section of a pack as a reader cites it: its number, and the tables and charts it holds.</summary>
/// <param name="Key">Name in code and template, such as <c>changes</c>.</param>
/// <param name="Number">"1", "2", or "A" for the appendix.</param>
/// <param name="Conclusion">The sentence under its heading.</param>
/// <param name="Illustrative">True where something in it is stated by no source.</param>
public sealed record PackSection(string Key, string Number, string Title, string Conclusion, bool Illustrative)
{
    /// <summary>Name in addresses, such as <c>s-2</c>.</summary>
    public string Anchor => $"s-{Number}".ToLowerInvariant();

    /// <summary>The charts, in order.</summary>
    public IReadOnlyList<PackFigure> Charts { get; init; } = [];

    /// <summary>The tables, in order.</summary>
    public IReadOnlyList<PackTable> Tables { get; private init; } = [];

    /// <summary>The table of that name.</summary>
    /// <exception cref="InvalidOperationException">The section has none.</exception>
    public PackTable Table(string key) => Tables.Single(t => t.Key == key);

    /// <summary>The same section with its tables numbered. A table that a pack lacks (null) leaves its number free, so that numbers keep their meaning from pack to pack.</summary>
    public PackSection With(params PackTable?[] tables) => this with
    {
        Tables = [.. tables.Select((table, i) => table is null ? null : table with { Reference = new("Table", $"{Number}.{i + 1}") }).OfType<PackTable>()],
    };

    /// <summary>The same section with its one chart.</summary>
    public PackSection With(PackChart chart) => this with { Charts = [new(new("Chart", $"{Number}.1"), chart)] };
}

/// <summary>A chart with the reference by which it is cited.</summary>
public sealed record PackFigure(PackReference Reference, PackChart Chart);

/// <summary>A table as plain rows, for whatever draws it otherwise than the document does, and for whoever calculates with it.</summary>
/// <param name="Key">Name in code and template, unique in the pack.</param>
/// <param name="Title">Short: with the reference it names a sheet of a workbook, which takes 31 characters.</param>
/// <param name="Columns">Heads of the columns.</param>
/// <param name="Shown">What is shown of how many.</param>
public sealed record PackTable(string Key, string Title, IReadOnlyList<string> Columns, IReadOnlyList<PackTableGroup> Groups, string Shown)
{
    /// <summary>By what name it is cited; given by its section.</summary>
    public PackReference Reference { get; init; } = new("Table", "");

    /// <summary>Heads of what is said once for a group of rows; empty where rows stand in no groups.</summary>
    public IReadOnlyList<string> GroupColumns { get; init; } = [];

    /// <summary>Heads of <see cref="FlatRows"/>.</summary>
    public IReadOnlyList<string> FlatColumns => [.. GroupColumns, .. Columns];

    /// <summary>Every row with what its group says before it; a group without rows gives one row that is empty after it.</summary>
    public IEnumerable<IReadOnlyList<PackCell>> FlatRows => Groups.SelectMany(group =>
        group.Rows.Count == 0
            ? [[.. group.Cells, .. Columns.Select(_ => PackCell.Empty)]]
            : group.Rows.Select(IReadOnlyList<PackCell> (row) => [.. group.Cells, .. row]));

    /// <summary>A table whose rows stand in no groups.</summary>
    public static PackTable Of(string key, string title, string shown, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<PackCell>> rows) =>
        new(key, title, columns, [new([], [.. rows])], shown);
}

/// <summary>Rows that stand together, and what is said of them once.</summary>
public sealed record PackTableGroup(IReadOnlyList<PackCell> Cells, IReadOnlyList<IReadOnlyList<PackCell>> Rows);
