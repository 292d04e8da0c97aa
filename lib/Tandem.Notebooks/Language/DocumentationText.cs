using System.Net;
using System.Text;
using System.Xml.Linq;

namespace Tandem.Notebooks;

/// <summary>Writes the text of a documentation comment, plain or as HTML.</summary>
internal sealed class DocumentationText
{
    private readonly StringBuilder _text = new();
    private readonly bool _isHtml;

    private DocumentationText(bool isHtml) => _isHtml = isHtml;

    private string LineBreak => _isHtml ? "<br>" : "\n";

    /// <summary>The content of an element; empty for null.</summary>
    public static string Of(XElement? element, bool isHtml)
    {
        var writer = new DocumentationText(isHtml);
        writer.WriteContent(element?.Nodes() ?? []);
        return writer._text.ToString().Trim();
    }

    /// <summary>The short name of what a <c>cref</c> refers to: of a member, with its type's.</summary>
    public static string NameOf(string cref)
    {
        var name = cref.Length > 1 && cref[1] == ':' ? cref[2..] : cref;
        var isMember = cref.Length > 1 && cref[0] is 'M' or 'P' or 'F' or 'E';
        name = name.Split('(')[0];
        var parts = name.Split('.').Select(part => part.Split('`')[0]).ToArray();
        return isMember && parts is [.., var type, var member] ? member == "#ctor" ? type : $"{type}.{member}" : parts[^1];
    }

    private void WriteContent(IEnumerable<XNode> nodes)
    {
        foreach (var node in nodes)
        {
            if (node is XText text)
            {
                WriteWords(text.Value);
            }
            else if (node is XElement element)
            {
                Write(element);
            }
        }
    }

    private void Write(XElement element)
    {
        switch (element.Name.LocalName)
        {
            case "see" or "seealso" when element.Attribute("href") is { } link:
                WriteLink(link.Value, element.IsEmpty ? link.Value : element.Value);
                break;
            case "see" or "seealso" or "paramref" or "typeparamref":
                WriteCode(element.IsEmpty ? Reference(element) : element.Value);
                break;
            case "c":
                WriteCode(element.Value);
                break;
            case "code":
                WriteBlock(element.Value);
                break;
            case "para" or "p":
                Break(2);
                WriteContent(element.Nodes());
                Break(2);
                break;
            case "br":
                Break(1);
                break;
            case "list":
                WriteList(element);
                break;
            default:
                WriteContent(element.Nodes());
                break;
        }
    }

    private static string Reference(XElement element) =>
        element.Attribute("cref") is { } cref ? NameOf(cref.Value) : (element.Attribute("langword") ?? element.Attribute("name"))?.Value ?? "";

    private void WriteWords(string text)
    {
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0 || char.IsWhiteSpace(text[0]))
        {
            Space();
        }

        _text.Append(Encode(string.Join(' ', words)));
        if (words.Length > 0 && char.IsWhiteSpace(text[^1]))
        {
            Space();
        }
    }

    private void WriteCode(string code) => _text.Append(_isHtml ? $"<code>{Encode(code)}</code>" : code);

    private void WriteLink(string address, string text) => _text.Append(_isHtml ? $"<a href=\"{Encode(address)}\">{Encode(text)}</a>" : text);

    private void WriteBlock(string code)
    {
        Break(2);
        _text.Append(_isHtml ? $"<pre>{Encode(code.Trim('\n', '\r'))}</pre>" : code.Trim('\n', '\r'));
        Break(2);
    }

    private void WriteList(XElement list)
    {
        Break(1);
        foreach (var item in list.Elements("item"))
        {
            _text.Append(_isHtml ? "• " : "- ");
            WriteContent(item.Element("term")?.Nodes() ?? []);
            _text.Append(item.Element("term") is not null && item.Element("description") is not null ? " – " : "");
            WriteContent(item.Element("description")?.Nodes() ?? (item.Element("term") is null ? item.Nodes() : []));
            Break(1);
        }
    }

    private void Space()
    {
        if (_text.Length > 0 && !char.IsWhiteSpace(_text[^1]) && BreaksAtEnd() == 0)
        {
            _text.Append(' ');
        }
    }

    /// <summary>Ends the line, once for a new line and twice for a new paragraph.</summary>
    private void Break(int count)
    {
        if (_text.Length == 0)
        {
            return;
        }

        while (_text[^1] == ' ')
        {
            _text.Length--;
        }

        for (var there = BreaksAtEnd(); there < count; there++)
        {
            _text.Append(LineBreak);
        }
    }

    private int BreaksAtEnd()
    {
        var count = 0;
        for (var end = _text.Length; end >= LineBreak.Length && _text.ToString(end - LineBreak.Length, LineBreak.Length) == LineBreak; end -= LineBreak.Length)
        {
            count++;
        }

        return count;
    }

    private string Encode(string text) => _isHtml ? WebUtility.HtmlEncode(text) : text;
}
