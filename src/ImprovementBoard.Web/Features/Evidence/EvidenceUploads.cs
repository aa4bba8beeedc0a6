using System.Security.Claims;
using System.Text;
using System.Threading.RateLimiting;
using ImprovementBoard.Core;
using ImprovementBoard.Core.Evidence;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Hosting;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace ImprovementBoard.Web.Features.Evidence;

/// <summary>Marks a page whose form may send a file.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class TakesFileAttribute : Attribute;

/// <summary>
/// Takes in forms with a file: fields into memory, the file straight to disk, never through a circuit. The page is then shown as for a
/// reader, finds the form in <see cref="PostedForm"/>, and either goes on or shows it again with all that was typed.
/// </summary>
internal sealed class EvidenceUploads(FileStore store, IAntiforgery antiforgery) : IDisposable
{
    /// <summary>Bytes that are read, and beyond the largest file thrown away, so that the person gets a sentence and not a broken connection.</summary>
    public const long MostRead = 200 << 20;

    private const int MostParts = 40, FieldMaxBytes = 64 * 1024;

    // A person attaches by hand; a script that fills the disk does not.
    private readonly PartitionedRateLimiter<string> limiter = PartitionedRateLimiter.Create<string, string>(person =>
        RateLimitPartition.GetSlidingWindowLimiter(person, _ => new() { PermitLimit = 30, Window = TimeSpan.FromMinutes(10), SegmentsPerWindow = 10 }));

    public static void Use(WebApplication app) => app.Use(async (context, next) =>
    {
        if (!HttpMethods.IsPost(context.Request.Method) || context.GetEndpoint()?.Metadata.GetMetadata<TakesFileAttribute>() is null || MultipartBoundary(context.Request) is not { } boundary)
        {
            await next(context);
            return;
        }
        using var form = await context.RequestServices.GetRequiredService<EvidenceUploads>().ReadAsync(context, boundary);
        if (form is null)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }
        context.Features.Set(form);
        context.Request.Method = HttpMethods.Get;
        await next(context);
    });

    public void Dispose() => limiter.Dispose();

    /// <summary>The form, or null when it is not one of ours or was cut short.</summary>
    private async Task<PostedForm?> ReadAsync(HttpContext context, string boundary)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = MostRead;
        var form = new PostedForm();
        try
        {
            await ReadPartsAsync(context, new MultipartReader(boundary, context.Request.Body), form);
            if (form.Ours ?? await antiforgery.IsOursAsync(context, form[FormTokens.Field]))
                return form;
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            if (form.Ours == true)
            {
                form.Fault ??= FileContent.TooLarge("The file");
                return form;
            }
        }
        catch (Exception e) when (e is UploadCutShortException or IOException or InvalidDataException)
        {
            // The browser went away, or what it sent is no form.
        }
        form.Dispose();
        return null;
    }

    private async Task ReadPartsAsync(HttpContext context, MultipartReader reader, PostedForm form)
    {
        for (var parts = 1; await reader.ReadNextSectionAsync(context.RequestAborted) is { } section; parts++)
        {
            if (parts > MostParts)
                throw new InvalidDataException("The form has too many parts.");
            if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var part) || HeaderUtilities.RemoveQuotes(part.Name).Value is not { Length: > 0 } name)
                throw new InvalidDataException("A part of the form has no name.");
            if (!part.IsFileDisposition())
                await ReadFieldAsync(section, name, form, context.RequestAborted);
            else
                await ReadFileAsync(context, section, part, form);
        }
    }

    private static async Task ReadFieldAsync(MultipartSection section, string name, PostedForm form, CancellationToken ct)
    {
        var bytes = new byte[FieldMaxBytes + 1];
        var read = await section.Body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, ct);
        if (read == bytes.Length)
            throw new InvalidDataException("A field of the form is too long.");
        form.Fields[name] = Encoding.UTF8.GetString(bytes, 0, read);
    }

    private async Task ReadFileAsync(HttpContext context, MultipartSection section, ContentDispositionHeaderValue part, PostedForm form)
    {
        // The token stands before the file, so nobody else's page can fill our disk.
        form.Ours ??= await antiforgery.IsOursAsync(context, form[FormTokens.Field]);
        var given = (part.FileNameStar.HasValue ? part.FileNameStar : HeaderUtilities.RemoveQuotes(part.FileName)).Value;
        if (form.Ours != true || string.IsNullOrEmpty(given) || form.File is not null || form.Fault is not null)
            return;
        var name = FileNames.Clean(given);
        using var lease = limiter.AttemptAcquire(context.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? "");
        try
        {
            form.File = lease.IsAcquired
                ? await store.ReceiveAsync(section.Body, name, context.RequestAborted)
                : throw new RuleException("You have sent 30 files within ten minutes. Wait a few minutes, then send this one again.", "File");
        }
        catch (RuleException fault)
        {
            form.Fault = fault;
        }
    }

    private static string? MultipartBoundary(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
        && HeaderUtilities.RemoveQuotes(type.Boundary).Value is { Length: > 0 and <= 200 } boundary ? boundary : null;
}

/// <summary>A form as it came in. Disposing removes its file unless the file was kept.</summary>
internal sealed class PostedForm : IDisposable
{
    /// <summary>What was typed, by field.</summary>
    public Dictionary<string, string> Fields { get; } = new(StringComparer.Ordinal);

    /// <summary>The file, or null where none was chosen or it could not be taken.</summary>
    public ReceivedFile? File { get; set; }

    /// <summary>Why the file could not be taken, or null.</summary>
    public RuleException? Fault { get; set; }

    /// <summary>Whether it carries our token; null until asked.</summary>
    internal bool? Ours { get; set; }

    /// <summary>What was typed in a field; empty where nothing was.</summary>
    public string this[string field] => Fields.GetValueOrDefault(field, "");

    public void Dispose() => File?.Dispose();
}
