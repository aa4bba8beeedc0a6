using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Packs.Tables;
using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Web.Features.Packs;

/// <summary>What <c>render.mjs</c> gets: the content, the numbers of its sections, tables and charts, and the files that go into the PDF.</summary>
internal static class PackDocument
{
    /// <summary>Name of the file inside the PDF that holds the table of actions.</summary>
    public const string ActionsFile = "actions.csv";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new ShortDate() },
        // Never put into a page.
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>One line of JSON.</summary>
    public static string ToJson(PackContent content)
    {
        var sections = PackOutline.Of(content);
        var actions = sections.SelectMany(s => s.Tables).Single(t => t.Key == "actions");
        return JsonSerializer.Serialize(new
        {
            Date = content.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            Content = content,
            Sections = sections.ToDictionary(s => s.Key, s => new { s.Number, s.Title }),
            Captions = sections.SelectMany(s => s.Tables).Select(t => (t.Key, Caption: new Caption($"{t.Reference}", t.Title, t.Shown)))
                .Concat(sections.SelectMany(s => s.Charts).Select(c => (Key: "chart", Caption: new Caption($"{c.Reference}", c.Chart.Title, ""))))
                .ToDictionary(c => c.Key, c => c.Caption),
            Files = new[] { new { Name = ActionsFile, Type = "text/csv", Description = $"{actions.Reference}: {actions.Title}", Content = Csv(actions) } },
        }, Json);
    }

    /// <summary>With the mark that tells spreadsheets the encoding.</summary>
    private static byte[] Csv(PackTable table) => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(PackCsv.Of(table))];

    private sealed record Caption(string Reference, string Title, string Shown);

    private sealed class ShortDate : JsonConverter<DateOnly>
    {
        public override DateOnly Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, DateOnly value, JsonSerializerOptions options) => writer.WriteStringValue(Words.Short(value));
    }
}
