using System.Globalization;
using ImprovementBoard.Core.Ratings;

namespace ImprovementBoard.Core.Packs.Tables;

/// <summary>What stands in one cell of a table of a pack. The kind says how a page draws it and what a workbook may calculate with.</summary>
public abstract record PackCell
{
    /// <summary>A cell with nothing in it.</summary>
    public static PackCell Empty { get; } = new TextCell("");

    /// <summary>The cell in words; empty where there is nothing to say.</summary>
    public abstract string Words { get; }

    /// <summary>Text is the most frequent kind.</summary>
    public static implicit operator PackCell(string? text) => string.IsNullOrEmpty(text) ? Empty : new TextCell(text);

    /// <summary>A date.</summary>
    public static implicit operator PackCell(DateOnly? day) => day is { } given ? new DayCell(given) : Empty;

    /// <summary>A date.</summary>
    public static implicit operator PackCell(DateOnly day) => new DayCell(day);

    /// <summary>A count.</summary>
    public static implicit operator PackCell(int? number) => number is { } given ? new NumberCell(given) : Empty;

    /// <summary>A count.</summary>
    public static implicit operator PackCell(int number) => new NumberCell(number);

    /// <summary>A level of impact.</summary>
    public static implicit operator PackCell(PackLevel? level) => level is null ? Empty : new LevelCell(level);

    /// <summary>A rating by its code.</summary>
    public static PackCell Rating(string? code) => code is null ? Empty : new RatingCell(code);
}

/// <summary>Words, never to be read as a number, a date or a formula.</summary>
public sealed record TextCell(string Text) : PackCell
{
    /// <inheritdoc/>
    public override string Words => Text;
}

/// <summary>A count.</summary>
/// <param name="Marked">True where the reader should look, see <see cref="PackGridCell.Watch"/>.</param>
public sealed record NumberCell(int Value, bool Marked = false) : PackCell
{
    /// <inheritdoc/>
    public override string Words => Value.ToString("#,0", CultureInfo.InvariantCulture);
}

/// <summary>A date.</summary>
public sealed record DayCell(DateOnly Day) : PackCell
{
    /// <inheritdoc/>
    public override string Words => Time.Words.Short(Day);
}

/// <summary>A delivery rating.</summary>
/// <param name="Code">See <see cref="RatingLook.Code"/>.</param>
public sealed record RatingCell(string Code) : PackCell
{
    /// <summary>How it looks.</summary>
    public RatingLook Look => RatingLook.Of(RatingLook.Parse(Code)!.Value);

    /// <inheritdoc/>
    public override string Words => Look.Word;
}

/// <summary>An impact level, or "Not judged".</summary>
public sealed record LevelCell(PackLevel Level) : PackCell
{
    /// <inheritdoc/>
    public override string Words => Level.Level is { } level ? $"{level} {Level.Word}" : Level.Word;
}

/// <summary>A rating's recent past.</summary>
public sealed record StripCell(PackStrip Strip) : PackCell
{
    /// <inheritdoc/>
    public override string Words => Strip.Spoken;
}
