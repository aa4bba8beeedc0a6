using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Packs.Tables;
using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Web.Features.Packs;

/// <summary>What <c>render.mjs</c> gets: the content with the numbers of its sections, tables and charts, and the files that go into the PDF.</summary>
internal static class PackDocument
{
    /// <summary>Name of the file inside the PDF that holds the table of actions.</summary>
    public const string ActionsFile = "actions.csv";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new ShortDate(), new Cell(), new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        // Never put into a page.
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>One line of JSON.</summary>
    public static string ToJson(PackContent content)
    {
        var sections = content.Sections.ToList();
        return JsonSerializer.Serialize(new
        {
            Date = content.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            content.Title,
            content.Layout,
            content.Looks,
            content.Cover,
            Sections = content.Chapters.Select(c => new { c.Section.Key, c.Section.Number, c.Section.Title, Said = Said(c) }),
            Captions = sections.SelectMany(s => s.Tables).Select(t => (t.Key, Caption: new Caption($"{t.Reference}", t.Title, t.Shown)))
                .Concat(sections.SelectMany(s => s.Charts).Select(c => (Key: c.Chart.Id, Caption: new Caption($"{c.Reference}", c.Chart.Title, ""))))
                .ToDictionary(c => c.Key, c => c.Caption),
            Files = sections.SelectMany(s => s.Tables).Where(t => t.Key == "actions")
                .Select(t => new { Name = ActionsFile, Type = "text/csv", Description = $"{t.Reference}: {t.Title}", Content = Csv(t) }),
        }, Json);
    }

    private static object Said(PackChapter chapter) => chapter.Said is not PackPlain plain ? chapter.Said : new
    {
        plain.Conclusion,
        plain.Illustrative,
        plain.Notes,
        Chart = (object?)plain.Chart,
        Tables = chapter.Section.Tables.Select(t => new { t.Key, t.Columns, t.Groups }),
    };

    /// <summary>With the mark that tells spreadsheets the encoding.</summary>
    private static byte[] Csv(PackTable table) => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(PackCsv.Of(table))];

    private sealed record Caption(string Reference, string Title, string Shown);

    /// <summary>A cell as the template draws it: words, or a kind with its value.</summary>
    private sealed class Cell : JsonConverter<PackCell>
    {
        public override PackCell Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, PackCell value, JsonSerializerOptions options) => JsonSerializer.Serialize(writer, value switch
        {
            RatingCell rating => new { rating = rating.Code },
            LevelCell level => new { level = level.Level },
            NumberCell number => number.Value,
            _ => (object)value.Words,
        }, options);
    }

    private sealed class ShortDate : JsonConverter<DateOnly>
    {
        public override DateOnly Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, DateOnly value, JsonSerializerOptions options) => writer.WriteStringValue(Words.Short(value));
    }
}
