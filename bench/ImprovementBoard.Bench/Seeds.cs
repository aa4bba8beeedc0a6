using System.Text.Json.Nodes;

namespace ImprovementBoard.Bench;

/// <summary>The demonstration with more actions: its own ones copied with all their updates, until there are enough.</summary>
internal static class Seeds
{
    /// <summary>A seeds folder whose programme has <paramref name="count"/> actions and makes no pack by itself.</summary>
    public static string WithActions(Workplace place, int count)
    {
        var seeds = place.NewFolder("seeds");
        var to = Directory.CreateDirectory(Path.Combine(seeds, "kirklees")).FullName;
        var from = Path.Combine(place.DemonstrationSeeds, "kirklees");
        foreach (var file in Directory.GetFiles(from, "*.json"))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));

        var models = Read(from, "actions").ToList();
        var updatesOf = Read(from, "updates").ToLookup(u => Text(u, "action"));
        var (actions, updates, lastOf) = (new JsonArray(), new JsonArray(), new Dictionary<string, int>(StringComparer.Ordinal));
        for (var i = 0; i < count; i++)
        {
            var model = models[i % models.Count];
            var plan = Text(model, "ref").Split('.')[0];
            var reference = i < models.Count ? Text(model, "ref") : $"{plan}.{lastOf[plan] + 1}";
            lastOf[plan] = Math.Max(lastOf.GetValueOrDefault(plan), int.Parse(reference.Split('.')[1], System.Globalization.CultureInfo.InvariantCulture));
            actions.Add(With(model, "ref", reference));
            foreach (var update in updatesOf[Text(model, "ref")])
                updates.Add(With(update, "action", reference));
        }
        Write(to, "actions", actions);
        Write(to, "updates", updates);
        Write(to, "pack-schedules", new JsonArray([.. Read(from, "pack-schedules").Select(s => With(s, "enabled", false))]));
        return seeds;
    }

    /// <summary>Several programmes, each with a monthly schedule for the board and one for the commissioner that owe a pack for each of the last months.</summary>
    public static string WithNight(Workplace place, int programmes, int months)
    {
        var seeds = place.NewFolder("seeds");
        var from = Path.Combine(place.DemonstrationSeeds, "kirklees");
        var today = DateOnly.ParseExact(Text(JsonNode.Parse(File.ReadAllText(Path.Combine(from, "programme.json")))!.AsObject(), "demonstrationToday"), "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        for (var i = 0; i < programmes; i++)
        {
            var slug = Slug(i);
            var to = Directory.CreateDirectory(Path.Combine(seeds, slug)).FullName;
            foreach (var file in Directory.GetFiles(from, "*.json"))
                File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
            File.WriteAllText(Path.Combine(to, "programme.json"), With(JsonNode.Parse(File.ReadAllText(Path.Combine(from, "programme.json")))!.AsObject(), "slug", slug).ToJsonString());
            if (i > 0)
                Write(to, "members", [.. Read(from, "members").Select(m => m["account"] is null ? m.DeepClone() : With(m, "account", Prefix(i) + Text(m, "account")))]);
            Write(to, "pack-schedules", [.. new[] { "board", "commissioner" }.Select(audience => new JsonObject
            {
                ["audience"] = audience,
                ["frequency"] = "monthly",
                ["dayOfMonth"] = today.Day,
                ["at"] = "07:00",
                ["enabled"] = true,
                ["activeFrom"] = $"{today.AddMonths(1 - months):yyyy-MM-dd}",
                ["illustrative"] = true,
            })]);
        }
        return seeds;
    }

    /// <summary>By what the programme of that place is called in addresses.</summary>
    public static string Slug(int place) => place == 0 ? "kirklees" : $"kirklees-{place}";

    /// <summary>What stands before the accounts of the programme of that place.</summary>
    public static string Prefix(int place) => place == 0 ? "" : $"{place}-";

    /// <summary>References of actions of the demonstration that take updates and whose forecast has not passed.</summary>
    public static IReadOnlyList<string> Updatable(string seeds)
    {
        var folder = Path.Combine(seeds, "kirklees");
        var today = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "programme.json")))!["demonstrationToday"]!.GetValue<string>();
        var forecast = Read(folder, "updates").GroupBy(u => Text(u, "action")).ToDictionary(g => g.Key, g => Text(g.MaxBy(u => Text(u, "on"))!, "forecast"));
        return [.. Read(folder, "actions")
            .Where(a => a["signedOffOn"] is null && a["deliveredOn"] is null && a["startedOn"] is not null)
            .Select(a => Text(a, "ref"))
            .Where(r => forecast.TryGetValue(r, out var day) && string.CompareOrdinal(day, today) >= 0)];
    }

    private static IEnumerable<JsonObject> Read(string folder, string noun) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(folder, $"{noun}.json")))!.AsArray().Select(n => n!.AsObject());

    private static void Write(string folder, string noun, JsonArray rows) => File.WriteAllText(Path.Combine(folder, $"{noun}.json"), rows.ToJsonString());

    private static string Text(JsonObject row, string key) => row[key]!.GetValue<string>();

    private static JsonObject With(JsonObject row, string key, JsonNode value)
    {
        var copy = row.DeepClone().AsObject();
        copy[key] = value;
        return copy;
    }
}
